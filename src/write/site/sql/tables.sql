-- The states: 0 not as expected, 1 to be changed, 2 changed before.
-- The statuses: 0 pending, 1 approved, 2 spam, 3 trash, 4 deleted, 5 where it was before it was marked as spam.
DROP TEMPORARY TABLE IF EXISTS threadsift_moves;
CREATE TEMPORARY TABLE threadsift_moves (
  comment_ID BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  comment_post_ID BIGINT UNSIGNED NOT NULL,
  from_status TINYINT NOT NULL,
  to_status TINYINT NOT NULL,
  state TINYINT NOT NULL DEFAULT 0
);
DROP TEMPORARY TABLE IF EXISTS threadsift_parents;
CREATE TEMPORARY TABLE threadsift_parents (
  comment_ID BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  comment_post_ID BIGINT UNSIGNED NOT NULL,
  moved_parent BIGINT UNSIGNED NOT NULL,
  from_parent BIGINT UNSIGNED NOT NULL,
  to_parent BIGINT UNSIGNED NOT NULL,
  state TINYINT NOT NULL DEFAULT 0
);
