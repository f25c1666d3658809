import { IconCheck } from '@tabler/icons-react';
import styles from './Check.module.css';

/** Something to be ticked. The whole line is the target. */
export function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={styles.box} aria-hidden="true">
        <IconCheck />
      </span>
      {label}
    </label>
  );
}
