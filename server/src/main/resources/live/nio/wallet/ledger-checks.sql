-- What must always hold, whatever happened. Each check is one query, so it sees one moment; its rows are what is wrong, as text.
-- `posted` is what has happened: entries, and those that wait to be rolled up.

-- check: transfers_sum_to_zero
-- The entries of a transaction in one asset sum to zero.
SELECT transaction_id || ' ' || asset || ' ' || sum(amount) AS violation
FROM (SELECT transaction_id, asset, amount FROM ledger_entries UNION ALL SELECT transaction_id, asset, amount FROM waiting_entries) posted
GROUP BY transaction_id, asset HAVING sum(amount) <> 0;

-- check: balances_equal_entries
-- A balance is the sum of its entries and the balance after the last of them; a version counts them, without gaps.
SELECT a.id || ' ' || a.kind || ': balance ' || a.balance || ', entries ' || coalesce(e.sum, 0) || ', version ' || a.version AS violation
FROM ledger_accounts a LEFT JOIN (
  SELECT account_id, sum(amount) AS sum, count(*) AS count, count(DISTINCT version) AS versions, min(version) AS first, max(version) AS last,
         (array_agg(balance_after ORDER BY version DESC))[1] AS last_balance
  FROM ledger_entries GROUP BY account_id) e ON e.account_id = a.id
WHERE a.balance <> coalesce(e.sum, 0) OR a.balance <> coalesce(e.last_balance, 0) OR a.version <> coalesce(e.count, 0)
  OR coalesce(e.versions, 0) <> a.version OR coalesce(e.last, 0) <> a.version OR coalesce(e.first, 1) <> 1;

-- check: entries_chain
-- Every entry goes on from the balance of the one before, in the asset of its account, by an amount.
SELECT e.account_id || ' version ' || e.version AS violation
FROM (
  SELECT account_id, version, asset, amount, balance_after,
         lag(balance_after, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY version) AS before,
         lag(id, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY version) < id AS in_order
  FROM ledger_entries) e
LEFT JOIN ledger_accounts a ON a.id = e.account_id
WHERE a.id IS NULL OR a.asset <> e.asset OR e.amount = 0 OR e.before + e.amount <> e.balance_after OR NOT e.in_order;

-- check: inbox_belongs
-- What waits in an inbox waits for an account of the platform, of its asset; or it is a gift, and waits for its streamer's beans.
SELECT i.account_id || ' ' || i.transaction_id AS violation
FROM ledger_inbox i LEFT JOIN ledger_accounts a ON a.id = i.account_id
WHERE a.id IS NULL OR a.asset <> i.asset OR a.owner_id IS NOT NULL
UNION ALL
SELECT i.account_id || ' ' || i.gift_id
FROM gift_inbox i LEFT JOIN ledger_accounts a ON a.id = i.account_id LEFT JOIN gifts g ON g.id = i.gift_id
WHERE (a.kind, a.owner_id, i.coins, i.beans) IS DISTINCT FROM ('beans_held', g.streamer_id, g.coins, g.beans);

-- check: nobody_is_negative
-- No person's balance is negative, but that of bought coins by a refund or chargeback, and then it is flagged; and only then.
SELECT id || ' ' || kind || ' ' || balance AS violation FROM ledger_accounts
WHERE (owner_id IS NOT NULL AND (balance < 0) <> in_debt) OR (in_debt AND kind <> 'coins_paid');

-- check: coins_issued
-- Coins in the world are those bought and given away, less those taken back; those spent are those of gifts, less those taken back of them.
SELECT name || ': ledger ' || ledger || ', books ' || books AS violation FROM (
  SELECT 'issued' AS name,
         -(SELECT coalesce(sum(amount), 0) FROM (SELECT amount FROM ledger_entries WHERE account_id = 1 UNION ALL SELECT amount FROM waiting_entries WHERE account_id = 1) i) AS ledger,
         (SELECT coalesce(sum(coins), 0) FROM coin_purchases) + (SELECT coalesce(sum(coins), 0) FROM coin_promotions)
           - (SELECT coalesce(sum(unspent_coins + gift_coins + debt_coins), 0) FROM coin_reversals WHERE returned_at IS NULL) AS books
  UNION ALL
  SELECT 'spent',
         (SELECT coalesce(sum(amount), 0) FROM (SELECT amount FROM ledger_entries WHERE account_id = 2 UNION ALL SELECT amount FROM waiting_entries WHERE account_id = 2) s),
         (SELECT coalesce(sum(coins), 0) FROM gifts) - (SELECT coalesce(sum(gift_coins), 0) FROM coin_reversals WHERE returned_at IS NULL)
) b WHERE ledger <> books;

-- check: purchases_credited_once
-- Every payment of a provider was credited, and once.
SELECT p.id || ': credited ' || count(e.id) || ' times, ' || coalesce(sum(e.amount), 0) || ' of ' || p.coins AS violation
FROM coin_purchases p
LEFT JOIN ledger_accounts a ON a.owner_id = p.account_id AND a.kind = 'coins_paid'
LEFT JOIN ledger_entries e ON e.account_id = a.id AND e.transaction_id = p.id AND e.kind = 'purchase'
GROUP BY p.id, p.coins HAVING count(e.id) <> 1 OR sum(e.amount) <> p.coins
UNION ALL
SELECT p.provider || ' ' || p.provider_reference FROM coin_purchases p GROUP BY p.provider, p.provider_reference HAVING count(*) > 1
UNION ALL
SELECT purchase_id || ': more taken back than bought' FROM coin_reversals r JOIN coin_purchases p ON p.id = r.purchase_id
WHERE returned_at IS NULL GROUP BY purchase_id, p.coins HAVING sum(unspent_coins + gift_coins + debt_coins) > p.coins;

-- check: gifts_are_paid
-- A gift took its coins from its sender once, and gave two coins' worth as one bean.
SELECT g.id || ': ' || coalesce(e.paid, 0) || ' of ' || g.coins || ' coins' AS violation
FROM gifts g LEFT JOIN (
  SELECT transaction_id, -sum(amount) AS paid, count(*) AS entries FROM ledger_entries
  WHERE kind = 'gift_sent' AND account_id > 4 GROUP BY transaction_id) e ON e.transaction_id = g.id
WHERE g.sender_id = g.streamer_id OR g.paid_coins NOT BETWEEN 0 AND g.coins OR e.paid IS DISTINCT FROM g.coins OR g.coins <> 2 * g.beans OR e.entries <> CASE WHEN g.paid_coins BETWEEN 1 AND g.coins - 1 THEN 2 ELSE 1 END;

-- check: beans_issued
-- Beans in the world are those of gifts less those taken back; those paid out are those of paid withdrawals; those on their way those of open ones.
SELECT name || ': ledger ' || ledger || ', books ' || books AS violation FROM (
  SELECT 'issued' AS name,
         -(SELECT coalesce(sum(amount), 0) FROM (SELECT amount FROM ledger_entries WHERE account_id = 3 UNION ALL SELECT amount FROM waiting_entries WHERE account_id = 3) i) AS ledger,
         (SELECT coalesce(sum(beans), 0) FROM gifts)
           - (SELECT coalesce(sum(t.beans), 0) FROM coin_reversal_gifts t JOIN coin_reversals r ON r.id = t.reversal_id WHERE r.returned_at IS NULL) AS books
  UNION ALL
  SELECT 'paid out',
         (SELECT coalesce(sum(amount), 0) FROM (SELECT amount FROM ledger_entries WHERE account_id = 4 UNION ALL SELECT amount FROM waiting_entries WHERE account_id = 4) o),
         (SELECT coalesce(sum(beans), 0) FROM withdrawals WHERE status = 'paid')
  UNION ALL
  SELECT 'withdrawing', (SELECT coalesce(sum(balance), 0) FROM ledger_accounts WHERE kind = 'beans_withdrawing'),
         (SELECT coalesce(sum(beans), 0) FROM withdrawals WHERE status IN ('requested', 'approved'))
) b WHERE ledger <> books;

-- check: held_beans
-- Beans held are those of the gifts that are not released yet.
SELECT coalesce(a.id, h.account_id) || ': balance ' || coalesce(a.balance, 0) || ', gifts ' || coalesce(h.beans, 0) AS violation
FROM (SELECT id, balance FROM ledger_accounts WHERE kind = 'beans_held') a
FULL JOIN (SELECT account_id, sum(beans) AS beans FROM held_beans GROUP BY account_id) h ON h.account_id = a.id
WHERE a.id IS NULL OR a.balance <> coalesce(h.beans, 0);

-- check: withdrawals_per_person
-- What a person's open withdrawals hold is what their account of it has.
SELECT a.owner_id || ': balance ' || a.balance || ', requests ' || coalesce(w.beans, 0) AS violation
FROM ledger_accounts a LEFT JOIN (
  SELECT account_id, sum(beans) AS beans FROM withdrawals WHERE status IN ('requested', 'approved') GROUP BY account_id) w ON w.account_id = a.owner_id
WHERE a.kind = 'beans_withdrawing' AND a.balance <> coalesce(w.beans, 0);

-- check: clearing_equals_payments
-- What a provider holds for us is what was paid through it, less what went back; what went out is what was paid to streamers.
SELECT coalesce(l.account, b.account) || ' ' || coalesce(l.asset, b.asset) || ': ledger ' || coalesce(l.amount, 0) || ', books ' || coalesce(b.amount, 0) AS violation
FROM (
  SELECT CASE WHEN a.kind = 'psp_clearing' THEN a.provider ELSE a.kind END AS account, a.asset, sum(p.amount) AS amount
  FROM (SELECT account_id, amount FROM ledger_entries UNION ALL SELECT account_id, amount FROM waiting_entries) p
  JOIN ledger_accounts a ON a.id = p.account_id AND a.kind IN ('psp_clearing', 'chargeback_loss', 'payouts')
  GROUP BY 1, 2) l
FULL JOIN (
  SELECT provider AS account, currency AS asset, sum(amount) AS amount FROM (
    SELECT provider, currency, amount_minor AS amount FROM coin_purchases
    UNION ALL
    SELECT p.provider, p.currency, -r.amount_minor FROM coin_reversals r JOIN coin_purchases p ON p.id = r.purchase_id WHERE r.returned_at IS NULL) m
  GROUP BY provider, currency
  UNION ALL
  SELECT 'chargeback_loss', p.currency, sum(r.loss_minor) FROM coin_reversals r JOIN coin_purchases p ON p.id = r.purchase_id
  WHERE r.returned_at IS NULL GROUP BY p.currency
  UNION ALL
  SELECT 'payouts', currency, -sum(amount_minor) FROM withdrawals WHERE status = 'paid' GROUP BY currency) b
ON b.account = l.account AND b.asset = l.asset
WHERE coalesce(l.amount, 0) <> coalesce(b.amount, 0);

-- check: support_equals_gifts
-- What people gave in a stream is what the roll-up counted, and what it has not seen yet.
SELECT g.stream_id || ' ' || g.sender_id || ': gifts ' || g.coins || ', counted ' || coalesce(s.coins, 0) AS violation
FROM (
  SELECT stream_id, sender_id, sum(coins) AS coins FROM gifts
  WHERE id NOT IN (SELECT gift_id FROM gift_inbox) GROUP BY stream_id, sender_id) g
FULL JOIN (SELECT stream_id, sender_id, sum(coins) AS coins FROM gift_support GROUP BY stream_id, sender_id) s
  ON s.stream_id = g.stream_id AND s.sender_id = g.sender_id
WHERE coalesce(g.coins, 0) <> coalesce(s.coins, 0);
