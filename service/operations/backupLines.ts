/** The form of a backup of a database; another number is another form. */
export const backupFormat = 1;

/** A row as a backup tells it: what its columns hold. */
export type BackupRow = Readonly<Record<string, string | number | boolean | null>>;

/** One line of a backup: at first what it is, then rows, at last what came before. */
export type BackupLine =
  | { readonly backup: { readonly format: number; /** Of the schema. */ readonly version: number } }
  | { readonly table: string; readonly row: BackupRow }
  | {
      readonly end: { readonly lines: number; /** Over all lines before, with their ends. */ readonly sha256: string };
    };
