import type { ReactElement } from 'react';
import { Button } from '../components/Button';
import { StatusBar } from '../components/StatusBar';
import { useApp } from '../state/appContext';
import { Logo } from './Logo';
import { importPlant, newPlant, openExample, openPlant } from './plantActions';
import styles from './Welcome.module.css';

/** What a window shows while no plant is open. */
export function Welcome(): ReactElement {
  const app = useApp();
  return (
    <>
      <main className={styles.page}>
        <Logo size={48} />
        <h1>No plant is open</h1>
        <p>Open the example plant to look around, or start with a plant of your own.</p>
        <p>An open plant is connected to its historian under Connections in the plant menu.</p>
        <div className={styles.actions}>
          <Button look="main" onClick={() => void openExample(app)}>
            Open the example plant
          </Button>
          <Button onClick={() => void newPlant(app)}>New plant</Button>
          <Button onClick={() => void openPlant(app)}>Open a plant</Button>
          <Button onClick={() => app.session.setState({ tenants: { kind: 'plants', tenant: undefined } })}>
            Open a plant of a tenant
          </Button>
          <Button onClick={() => void importPlant(app)}>Import a plant</Button>
        </div>
      </main>
      <StatusBar left={<span>Ready</span>} right={null} />
    </>
  );
}
