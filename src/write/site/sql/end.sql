
-- The number of comments that each post shows.
UPDATE {prefix}posts AS posts
  JOIN (SELECT DISTINCT comment_post_ID FROM threadsift_moves WHERE state > 0) AS changed
    ON changed.comment_post_ID = posts.ID
  SET posts.comment_count = (
    SELECT COUNT(*) FROM {prefix}comments AS comments
    WHERE comments.comment_post_ID = posts.ID AND comments.comment_approved = '1'
      AND comments.comment_type <> 'note'
  );

COMMIT;

SELECT COALESCE(SUM(state = 1), 0) AS comments_changed, COALESCE(SUM(state = 2), 0) AS changed_before,
  COALESCE(SUM(state = 0), 0) AS not_as_expected
  FROM threadsift_moves;
SELECT COALESCE(SUM(state = 1), 0) AS replies_changed, COALESCE(SUM(state = 2), 0) AS changed_before,
  COALESCE(SUM(state = 0), 0) AS not_as_expected
  FROM threadsift_parents;
SELECT comment_ID AS comment_not_as_expected FROM threadsift_moves WHERE state = 0
  UNION SELECT comment_ID FROM threadsift_parents WHERE state = 0
  ORDER BY comment_not_as_expected;
DROP TEMPORARY TABLE threadsift_moves;
DROP TEMPORARY TABLE threadsift_parents;
