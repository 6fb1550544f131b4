
START TRANSACTION;

-- Which comments are as expected? On a site that has less than half of them, nothing is changed.
UPDATE threadsift_moves AS moves
  JOIN {prefix}comments AS comments
    ON comments.comment_ID = moves.comment_ID AND comments.comment_post_ID = moves.comment_post_ID
  SET moves.state = CASE
    WHEN FIELD(comments.comment_approved, '0', '1', 'spam', 'trash') - 1 = moves.to_status THEN 2
    WHEN moves.to_status = 5 AND comments.comment_approved IN ('0', '1') THEN 2
    WHEN FIELD(comments.comment_approved, '0', '1', 'spam', 'trash') - 1 = moves.from_status THEN 1
    WHEN moves.from_status = 5 AND comments.comment_approved IN ('0', '1') THEN 1
    ELSE 0
  END;
SELECT COUNT(*), COALESCE(SUM(state > 0), 0) INTO @threadsift_all, @threadsift_known FROM threadsift_moves;
UPDATE threadsift_moves SET state = 0 WHERE 2 * @threadsift_known < @threadsift_all;
UPDATE threadsift_parents AS parents
  JOIN threadsift_moves AS moves ON moves.comment_ID = parents.moved_parent AND moves.state > 0
  JOIN {prefix}comments AS comments
    ON comments.comment_ID = parents.comment_ID AND comments.comment_post_ID = parents.comment_post_ID
  SET parents.state = CASE comments.comment_parent
    WHEN parents.to_parent THEN 2
    WHEN parents.from_parent THEN 1
    ELSE 0
  END;

-- The parents of replies.
UPDATE {prefix}comments AS comments
  JOIN threadsift_parents AS parents ON parents.comment_ID = comments.comment_ID AND parents.state = 1
  SET comments.comment_parent = parents.to_parent;
