
-- Comments that are deleted. Replies to them that are still there move to the top.
UPDATE {prefix}comments AS comments
  JOIN threadsift_moves AS moves
    ON moves.comment_ID = comments.comment_parent AND moves.state = 1 AND moves.to_status = 4
  SET comments.comment_parent = 0;
DELETE meta FROM {prefix}commentmeta AS meta
  JOIN threadsift_moves AS moves
    ON moves.comment_ID = meta.comment_id AND moves.state = 1 AND moves.to_status = 4;
DELETE comments FROM {prefix}comments AS comments
  JOIN threadsift_moves AS moves
    ON moves.comment_ID = comments.comment_ID AND moves.state = 1 AND moves.to_status = 4;
