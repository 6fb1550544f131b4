
-- Where comments were before, as WordPress remembers it. Rows of an earlier move are kept under other keys.
UPDATE {prefix}commentmeta AS meta
  JOIN threadsift_moves AS moves
    ON moves.comment_ID = meta.comment_id AND moves.state = 1 AND moves.to_status IN (2, 3, 5)
  SET meta.meta_key = CONCAT('_threadsift', meta.meta_key)
  WHERE meta.meta_key IN ('_wp_trash_meta_status', '_wp_trash_meta_time');
INSERT INTO {prefix}commentmeta (comment_id, meta_key, meta_value)
  SELECT comments.comment_ID, '_wp_trash_meta_status', comments.comment_approved
  FROM {prefix}comments AS comments
  JOIN threadsift_moves AS moves
    ON moves.comment_ID = comments.comment_ID AND moves.state = 1 AND moves.to_status IN (2, 3);
INSERT INTO {prefix}commentmeta (comment_id, meta_key, meta_value)
  SELECT moves.comment_ID, '_wp_trash_meta_time', UNIX_TIMESTAMP()
  FROM threadsift_moves AS moves
  WHERE moves.state = 1 AND moves.to_status IN (2, 3);

-- The statuses.
UPDATE {prefix}comments AS comments
  JOIN threadsift_moves AS moves
    ON moves.comment_ID = comments.comment_ID AND moves.state = 1 AND moves.to_status IN (2, 3, 5)
  LEFT JOIN {prefix}commentmeta AS meta
    ON meta.comment_id = comments.comment_ID AND meta.meta_key = '_threadsift_wp_trash_meta_status'
    AND moves.to_status = 5
  SET comments.comment_approved = CASE
    WHEN moves.to_status = 2 THEN 'spam'
    WHEN moves.to_status = 3 THEN 'trash'
    WHEN meta.meta_value = '1' THEN '1'
    ELSE '0'
  END;
