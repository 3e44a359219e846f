import type { ReactElement } from 'react';
import { useApp, useSession } from '../../state/appContext';
import type { TenantsPage } from '../../state/sessionStore';
import { PublishAgainDialog } from './PublishAgainDialog';
import { PublishDialog } from './PublishDialog';
import { SignInDialog, type SignInDialogProps } from './SignInDialog';
import { TenantListDialog } from './TenantListDialog';
import { TenantPlantsDialog } from './TenantPlantsDialog';

type Show = (page: TenantsPage | undefined) => void;

function nextOf(page: TenantsPage & { kind: 'sign-in' }, show: Show): SignInDialogProps['next'] {
  switch (page.next) {
    case undefined:
      return undefined;
    case 'plants':
      return {
        label: 'Show its plants',
        go: ({ address, tenantId }) => show({ kind: 'plants', tenant: { address, tenantId } }),
      };
    case 'publish':
      return { label: 'Go on to publish', go: () => show({ kind: 'publish' }) };
  }
}

/** What of the tenants is open over the window; nothing while they are closed. */
export function TenantsDialog(): ReactElement | null {
  const { session } = useApp();
  const page = useSession((state) => state.tenants);
  const show: Show = (tenants) => session.setState({ tenants });
  switch (page?.kind) {
    case undefined:
      return null;
    case 'list':
      return <TenantListDialog show={show} />;
    case 'sign-in':
      return <SignInDialog address={page.address} next={nextOf(page, show)} onClose={() => show(undefined)} />;
    case 'plants':
      return <TenantPlantsDialog chosen={page.tenant} show={show} />;
    case 'publish':
      return <PublishDialog show={show} />;
    case 'publish-again':
      return <PublishAgainDialog show={show} />;
  }
}
