<?php
// What the test asks of WordPress. usage: SITE=first SITE_SOCKET=… php site.php COMMAND [FILE...]

$_SERVER['HTTP_HOST']   = 'first.example';
$_SERVER['REQUEST_URI'] = '/';
$command                = $argv[1];
if ( $command === 'install' ) {
	define( 'WP_INSTALLING', true );
}
if ( $command === 'import' ) {
	define( 'WP_IMPORTING', true );
}
require __DIR__ . '/wp-config.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
add_filter( 'pre_wp_mail', '__return_true' );
$commands = array(
	'install' => 'install',
	'fill'    => 'fill',
	'export'  => 'export',
	'import'  => 'import',
	'compare' => 'compare',
	'expect'  => 'expect',
);
$commands[ $command ]( ...array_slice( $argv, 2 ) );

// Stops with a message if something does not hold.
function check( $holds, $message ) {
	if ( ! $holds ) {
		fwrite( STDERR, "$message\n" );
		exit( 1 );
	}
}

// Installs an empty site.
function install() {
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	wp_install( 'Second Rise', 'hester', 'hester@secondrise.example', true, '', 'secret' );
	foreach ( get_posts( array( 'post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
		wp_delete_post( $post->ID, true );
	}
	echo 'WordPress ', get_bloginfo( 'version' ), "\n";
}

// The posts of an export, with their comments.
function items( $file ) {
	$xml = simplexml_load_file( $file, 'SimpleXMLElement', LIBXML_NOCDATA | LIBXML_PARSEHUGE );
	check( $xml !== false, "$file is not XML" );
	$namespaces = $xml->getDocNamespaces();
	$items      = array();
	foreach ( $xml->channel->item as $item ) {
		$wp   = $item->children( $namespaces['wp'] );
		$post = array(
			'import_id'     => (int) $wp->post_id,
			'post_title'    => (string) $item->title,
			'post_content'  => (string) $item->children( $namespaces['content'] )->encoded,
			'post_date'     => (string) $wp->post_date,
			'post_date_gmt' => (string) $wp->post_date_gmt,
			'post_name'     => (string) $wp->post_name,
			'post_status'   => (string) $wp->status,
			'post_type'     => (string) $wp->post_type,
		);

		$comments = array();
		foreach ( $wp->comment as $element ) {
			$comment = array( 'meta' => array() );
			foreach ( $element->children( $namespaces['wp'] ) as $field ) {
				$name = $field->getName();
				if ( $name === 'commentmeta' ) {
					$meta              = $field->children( $namespaces['wp'] );
					$comment['meta'][] = array( (string) $meta->meta_key, (string) $meta->meta_value );
				} else {
					$comment[ $name ] = (string) $field;
				}
			}
			$comments[] = $comment;
		}
		$items[] = array( $post, $comments );
	}
	return $items;
}

// The columns of a comment that an export has, without its id and its parent.
function columns( $comment, $post ) {
	return array(
		'comment_post_ID'      => $post,
		'comment_author'       => $comment['comment_author'],
		'comment_author_email' => $comment['comment_author_email'],
		'comment_author_url'   => $comment['comment_author_url'],
		'comment_author_IP'    => $comment['comment_author_IP'],
		'comment_date'         => $comment['comment_date'],
		'comment_date_gmt'     => $comment['comment_date_gmt'],
		'comment_content'      => $comment['comment_content'],
		'comment_approved'     => $comment['comment_approved'],
		'comment_type'         => $comment['comment_type'],
		'user_id'              => 0,
	);
}

// Puts a sample into the site with the ids that it has, as after years of comments, and some comments into spam.
function fill( $file ) {
	global $wpdb;
	foreach ( items( $file ) as list( $post, $comments ) ) {
		$id = wp_insert_post( wp_slash( $post ) );
		check( $id === $post['import_id'], "post {$post['import_id']} is $id" );
		foreach ( $comments as $comment ) {
			$row = columns( $comment, $id );

			// WordPress escapes addresses before it stores them.
			$row['comment_author_url'] = str_replace( '&', '&amp;', $comment['comment_author_url'] );

			$row['comment_ID']     = $comment['comment_id'];
			$row['comment_parent'] = $comment['comment_parent'];
			$row['comment_agent']  = "Mozilla/5.0 (it's a browser)";
			check( $wpdb->insert( $wpdb->comments, $row ), $wpdb->last_error );
			foreach ( $comment['meta'] as list( $key, $value ) ) {
				add_comment_meta( $comment['comment_id'], wp_slash( $key ), wp_slash( $value ) );
			}
		}
		if ( $comments ) {
			wp_update_comment_count_now( $id );
		}
	}
	// One that was approved before it was marked as spam, and one that a filter put there.
	$post = (int) $wpdb->get_var( "select comment_post_ID from $wpdb->comments where comment_ID = 5" );
	foreach ( array( 9001, 9002 ) as $id ) {
		$row = array(
			'comment_ID'       => $id,
			'comment_post_ID'  => $post,
			'comment_author'   => "O'Neil; DROP TABLE x -- \$(reboot) `id` $id",
			'comment_content'  => "'); DELETE FROM blog_comments; -- My starter $id sleeps in the fridge door.",
			'comment_approved' => '1',
			'comment_type'     => 'comment',
		);
		check( $wpdb->insert( $wpdb->comments, $row ), $wpdb->last_error );
	}
	wp_spam_comment( 9001 );
	$wpdb->update( $wpdb->comments, array( 'comment_approved' => 'spam' ), array( 'comment_ID' => 9002 ) );
	// A duplicate that was in the trash once and taken out again by a plugin that forgot the traces.
	add_comment_meta( 6, '_wp_trash_meta_status', '0' );
	add_comment_meta( 6, '_wp_trash_meta_time', '1250000000' );
	wp_update_comment_count_now( $post );
}

// Writes the site's export, by WordPress's own exporter.
function export( $file ) {
	require_once ABSPATH . 'wp-admin/includes/export.php';
	ob_start();
	export_wp( array( 'content' => 'all' ) );
	file_put_contents( $file, ob_get_clean() );
}

// Imports an export as WordPress's importer does: posts, then each post's comments by their ids, with the parents that
// were imported before them. Writes which id became which.
function import( $file, $ids_file ) {
	$ids = array();
	foreach ( items( $file ) as list( $post, $comments ) ) {
		unset( $post['import_id'] );
		$post_id = wp_insert_post( wp_slash( $post ) );
		check( $post_id > 0, 'a post was not imported' );
		usort( $comments, fn( $one, $other ) => $one['comment_id'] <=> $other['comment_id'] );
		foreach ( $comments as $comment ) {
			$row    = columns( $comment, $post_id );
			$parent = $comment['comment_parent'];

			$row['comment_parent'] = isset( $ids[ $parent ] ) ? $ids[ $parent ] : $parent;
			check( ! isset( $ids[ $comment['comment_id'] ] ), "comment {$comment['comment_id']} is there twice" );
			$ids[ $comment['comment_id'] ] = wp_insert_comment( wp_slash( $row ) );
		}
	}
	file_put_contents( $ids_file, json_encode( $ids ) );
}

// The decisions in a file, by id.
function decisions( $file ) {
	$decisions = array();
	foreach ( file( $file ) as $line ) {
		$decision                     = json_decode( $line, true );
		$decisions[ $decision['id'] ] = $decision;
	}
	return $decisions;
}

// The comment that a reply has as its parent when comments are taken out: the parent, or the copy of it that stays, or the
// same for the parent's parent.
function parent_after( $id, $decisions, $stays ) {
	$parent = $decisions[ $id ]['parent'];
	while ( isset( $decisions[ $parent ] ) ) {
		if ( $stays( $decisions[ $parent ] ) ) {
			return (int) $parent;
		}
		$copy = $decisions[ $parent ]['duplicate_of'];
		if ( $copy !== null && $stays( $decisions[ $copy ] ) && $copy !== (string) $id ) {
			return (int) $copy;
		}
		$parent = $decisions[ $parent ]['parent'];
	}
	return 0;
}

// Compares the site that imported a clean export with the decisions about the export: every comment that was kept is there
// once, unchanged, with its parent, and nothing else.
function compare( $decisions_file, $ids_file, $export ) {
	global $wpdb;
	$decisions = decisions( $decisions_file );
	$ids       = json_decode( file_get_contents( $ids_file ), true );
	$stays     = fn( $decision ) => in_array( $decision['kind'], array( 'comment', 'protected' ), true )
		&& in_array( $decision['verdict'], array( 'genuine', 'review', 'untouched' ), true );
	$kept      = array_keys( array_filter( $decisions, $stays ) );
	sort( $kept );
	$imported = array_keys( $ids );
	sort( $imported );
	check( count( $kept ) > 0 && count( $kept ) < count( $decisions ), 'nothing was cleaned' );
	check( $kept === $imported, 'what was imported is not what was kept: ' . json_encode( array( $kept, $imported ) ) );
	$n_there = (int) $wpdb->get_var( "select count(*) from $wpdb->comments" );
	check( $n_there === count( $kept ), "$n_there comments are there, not " . count( $kept ) );
	$originals = array();
	foreach ( items( $export ) as list( $post, $comments ) ) {
		foreach ( $comments as $comment ) {
			$originals[ $comment['comment_id'] ] = array( $post['post_title'], $comment );
		}
	}
	$n_moved = 0;
	foreach ( $kept as $id ) {
		$there                  = get_comment( $ids[ $id ], ARRAY_A );
		list( $title, $before ) = $originals[ $id ];
		foreach ( columns( $before, $there['comment_post_ID'] ) as $column => $value ) {
			$value = $column === 'comment_type' && $value === '' ? 'comment' : $value;
			check( (string) $value === (string) $there[ $column ], "comment $id: $column is {$there[ $column ]}, not $value" );
		}
		check( get_post( $there['comment_post_ID'] )->post_title === $title, "comment $id is under another post" );
		$parent  = parent_after( $id, $decisions, $stays );
		$n_moved += (int) ( (string) $parent !== $before['comment_parent'] );
		$wanted  = $parent === 0 ? 0 : $ids[ $parent ];
		check( $wanted === (int) $there['comment_parent'], "comment $id has the parent {$there['comment_parent']}, not $wanted" );
	}
	check( $n_moved > 0, 'no reply got another parent' );
	echo count( $kept ), ' of ', count( $decisions ), " comments imported, $n_moved replies with another parent\n";
}

// Checks that the site is as decisions want it. A list of ids says which comments were taken out of spam. With "deleted",
// comments were deleted and not moved.
function expect( $decisions_file, $unspammed = '', $mode = 'moved' ) {
	global $wpdb;
	$decisions = decisions( $decisions_file );
	$unspammed = array_filter( explode( ',', $unspammed ) );
	$is_filed  = fn( $decision ) => in_array( $decision['status'], array( 'spam', 'trash' ), true );
	$is_moved  = fn( $decision ) => ! $is_filed( $decision ) && in_array( $decision['verdict'], array( 'spam', 'duplicate' ), true );
	$stays     = fn( $decision ) => ! $is_moved( $decision ) && ! $is_filed( $decision );
	$words     = array( 'approved' => '1', 'pending' => '0', 'spam' => 'spam', 'trash' => 'trash' );
	foreach ( $decisions as $id => $decision ) {
		$there = get_comment( $id );
		if ( $is_moved( $decision ) && $mode === 'deleted' ) {
			check( $there === null, "comment $id was not deleted" );
			continue;
		}
		$wanted = $words[ $decision['status'] ];
		if ( $is_moved( $decision ) ) {
			$wanted = $decision['verdict'] === 'spam' ? 'spam' : 'trash';
			$from   = get_comment_meta( $id, '_wp_trash_meta_status' );
			check( $from === array( $words[ $decision['status'] ] ), "comment $id came from " . json_encode( $from ) );
			$time = get_comment_meta( $id, '_wp_trash_meta_time' );
			check( count( $time ) === 1 && abs( time() - $time[0] ) < 600, "comment $id was moved at " . json_encode( $time ) );
		}
		if ( in_array( (string) $id, $unspammed, true ) ) {
			$wanted = (string) $id === '9001' ? '1' : '0';
			check( get_comment_meta( $id, '_wp_trash_meta_status' ) === array(), "comment $id has traces of spam" );
		}
		check( $there->comment_approved === $wanted, "comment $id is {$there->comment_approved}, not $wanted" );
		$parent   = $decision['parent'];
		$is_reply = $stays( $decision ) && isset( $decisions[ $parent ] ) && $is_moved( $decisions[ $parent ] );
		$wanted   = $is_reply ? parent_after( $id, $decisions, $stays ) : (int) $parent;
		check( (int) $there->comment_parent === $wanted, "comment $id has the parent {$there->comment_parent}, not $wanted" );
	}
	foreach ( $wpdb->get_col( "select ID from $wpdb->posts" ) as $post ) {
		$count = (int) get_post( $post )->comment_count;
		wp_update_comment_count_now( $post );
		clean_post_cache( $post );
		$wanted = (int) get_post( $post )->comment_count;
		check( $count === $wanted, "post $post has $count comments, not $wanted" );
	}
	$n_orphans = (int) $wpdb->get_var( "select count(*) from $wpdb->comments c where comment_parent > 0 and not exists
		(select 1 from $wpdb->comments p where p.comment_ID = c.comment_parent and p.comment_post_ID = c.comment_post_ID)" );
	check( $n_orphans === 0, "$n_orphans replies have lost their parent" );
	$n_orphans = (int) $wpdb->get_var( "select count(*) from $wpdb->commentmeta where comment_id not in
		(select comment_ID from $wpdb->comments)" );
	check( $n_orphans === 0, "$n_orphans rows of meta data have lost their comment" );
}
