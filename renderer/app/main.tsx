import '../bridge/trustedTypes';
import '@fontsource-variable/inter';
import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { invariant } from '../../shared/lib/invariant';
import { connectEngine } from '../bridge/connectEngine';
import { shell } from '../bridge/shell';
import { AppContext } from '../state/appContext';
import { createOperate } from '../operate/createOperate';
import { createApp } from '../state/createApp';
import { createSessionStore } from '../state/sessionStore';
import { syncWhenOnline } from '../state/syncWhenOnline';
import { createReview } from '../sync/review/createReview';
import { AppShell } from './AppShell';
import { followProject } from './followProject';
import { keepTheme, rememberedTheme } from './rememberedTheme';

async function start(): Promise<void> {
  const root = document.getElementById('root');
  invariant(root !== null, 'index.html has a root');
  await document.fonts.load("600 16px 'Inter Variable'");
  const client = await connectEngine();
  const session = createSessionStore(rememberedTheme());
  const app = createApp(client, session);
  syncWhenOnline(app, window);
  keepTheme(session);
  followProject(app, shell);
  const operate = createOperate(app);
  const review = createReview(app, () => Date.now());
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <AppShell operate={operate} review={review} />
      </AppContext>
    </StrictMode>,
  );
}

void start();
