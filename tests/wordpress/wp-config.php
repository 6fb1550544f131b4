<?php
// The settings of a site. The environment says which one, and where MariaDB listens.
$socket = getenv( 'SITE_SOCKET' );
define( 'DB_NAME', getenv( 'SITE' ) );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', "localhost:$socket" );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $key ) {
	define( "{$key}_KEY", $key );
	define( "{$key}_SALT", $key );
}
$table_prefix = 'blog_';

define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'DISABLE_WP_CRON', true );
define( 'WP_DEBUG', false );
if ( getenv( 'SITE_TRASH_DAYS' ) !== false ) {
	define( 'EMPTY_TRASH_DAYS', (int) getenv( 'SITE_TRASH_DAYS' ) );
}
define( 'ABSPATH', '/usr/share/wordpress/' );
require_once ABSPATH . 'wp-settings.php';
