
-- The statuses.
UPDATE {prefix}comments AS comments
  JOIN threadsift_moves AS moves ON moves.comment_ID = comments.comment_ID AND moves.state = 1
  SET comments.comment_approved = ELT(moves.to_status + 1, '0', '1', 'spam', 'trash');

-- Where comments were before the move that is taken back, and before an earlier one.
DELETE meta FROM {prefix}commentmeta AS meta
  JOIN threadsift_moves AS moves
    ON moves.comment_ID = meta.comment_id AND moves.state = 1 AND moves.from_status IN (2, 3)
  WHERE meta.meta_key IN ('_wp_trash_meta_status', '_wp_trash_meta_time');
UPDATE {prefix}commentmeta AS meta
  JOIN threadsift_moves AS moves ON moves.comment_ID = meta.comment_id AND moves.state = 1
  SET meta.meta_key = SUBSTRING(meta.meta_key, LENGTH('_threadsift') + 1)
  WHERE meta.meta_key IN ('_threadsift_wp_trash_meta_status', '_threadsift_wp_trash_meta_time');
