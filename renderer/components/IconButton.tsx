import type { ReactElement } from 'react';
import { Button, type ButtonProps } from './Button';
import { Icon } from './Icon';
import type { IconName } from './iconDrawings';

/** A square button with an icon; `label` is its name for screen readers and its hint. */
export function IconButton(
  props: Omit<ButtonProps, 'children' | 'square'> & { readonly icon: IconName; readonly label: string },
): ReactElement {
  const { icon, label, look = 'quiet', ...rest } = props;
  return (
    <Button {...rest} look={look} square aria-label={label} title={label}>
      <Icon name={icon} />
    </Button>
  );
}
