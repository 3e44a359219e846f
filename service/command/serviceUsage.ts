/** How the commands are written. */
export const serviceUsage = `Usage: npm run service [-- COMMAND] [--data FOLDER | --postgres URL]

  (no command)                   start the service
      --host 127.0.0.1  --port 8740   --certificate FILE --key FILE   TLS with these PEM files
      --log-level info           trace, debug (a line a request), info (what was refused), warn, error
      --metrics-tenants          name tenants in /metrics
      --oidc-issuer URL --oidc-audience NAME   also take tokens of an identity provider
          --oidc-tenant ID | --oidc-tenant-claim tenant      which tenant they are for
          --oidc-role-claim role  --oidc-roles engineers=editor,leads=approver   what they may do
          --oidc-subject-claim sub  --oidc-algorithms RS256,ES256  --oidc-keys URL
  tenant create NAME             make a tenant; prints its address and its first token, once   [--address URL] [--subject WHO]
  tenant list
  tenant drop NAME --yes         delete a tenant with everything in it
  token create --tenant NAME --role viewer|editor|approver|admin --subject WHO   [--plant ID ...] [--days N]
  token list --tenant NAME
  token revoke KEY --tenant NAME
  backup --into FOLDER           copy all tenants while the service runs; with --postgres, into a file
  restore --from FOLDER          put tenants of a backup back that are not there   [--tenant NAME]
  verify                         walk the logs and compare what they add up to   [--tenant NAME]
  export --tenant NAME --into FILE   everything that people may read, as lines of JSON
  rotate-epoch --tenant NAME --yes   tell all programs that the tenant was put back to an older state by other means

Tenants are kept in FOLDER/tenants, a SQLite file each (default: ./service-data), or in a PostgreSQL database.
Every option of the service can be given in the environment too: SIGHTGLASS_SERVICE_PORT for --port. The secret that
tokens are hashed with is in FOLDER/pepper, or in SIGHTGLASS_SERVICE_PEPPER. --json prints one JSON document.
Exit codes: 0 done, 1 it could not be done, 2 the call is not right.
`;
