import type { SessionStore, ThemeName } from '../state/sessionStore';

const key = 'sightglass.theme';

/** The theme this workstation used last; light at first. */
export function rememberedTheme(): ThemeName {
  return localStorage.getItem(key) === 'dark' ? 'dark' : 'light';
}

/** Puts the theme on the page, and remembers it whenever it changes. */
export function keepTheme(session: SessionStore): void {
  const show = (theme: ThemeName): void => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(key, theme);
  };
  show(session.getState().theme);
  session.subscribe((state, before) => {
    if (state.theme !== before.theme) {
      show(state.theme);
    }
  });
}
