import styles from './Logo.module.css';

/** The mark, with the name beside it when there is room. */
export function Logo({ withName = false }: { withName?: boolean }) {
  return (
    <span className={styles.logo}>
      <img className={styles.mark} src="/favicon.svg" alt="" />
      {withName ? <span className={styles.name}>NIO</span> : null}
    </span>
  );
}
