# What follows is the same in every script.

set -u
wp=${WP:-wp}
chunk_size=100
n_changed=0
n_done=0
n_other=0
n_failed=0

# Prints an error and stops.
stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

# Prints "id,post,status,parent" for those of the comments in a list, separated by commas, that the site has.
look() {
    # shellcheck disable=SC2086 # $wp may have options.
    $wp comment list --comment__in="$1" --status=any \
        --fields=comment_ID,comment_post_ID,comment_approved,comment_parent --format=csv </dev/null
}

# The first words of lines, separated by $1.
first_words() {
    awk -v separator="$1" '{ printf "%s%s", (NR > 1 ? separator : ""), $1 } END { if (NR > 0) print "" }'
}

# Compares lines of the table of moves ($1) with the comments of the site ($2): prints "due", "settled" or "other" before
# each id.
compare_moves() {
    printf '%s\n=\n%s\n' "$2" "$1" | tr -d '"\r' | awk -F'[, ]' '
        $1 == "=" { is_wanted = 1; next }
        !is_wanted { post[$1] = $2; status[$1] = $3; next }
        $1 == "" { next }
        !($1 in post) { print ($4 == "gone" ? "settled" : "other"), $1; next }
        post[$1] == $2 && status[$1] ~ ("^(" $4 ")$") { print "settled", $1; next }
        post[$1] == $2 && status[$1] ~ ("^(" $3 ")$") { print "due", $1; next }
        { print "other", $1 }'
}

# Compares lines of the table of parents likewise. Replies leave a parent after it was moved to spam or to the trash, but
# before it is deleted, because WordPress moves the replies to a comment that it deletes.
compare_parents() {
    printf '%s\n=\n%s\n' "$2" "$1" | tr -d '"\r' | awk -F'[, ]' -v mode="$mode" '
        $1 == "=" { is_wanted = 1; next }
        !is_wanted { post[$1] = $2; status[$1] = $3; parent[$1] = $4; next }
        $1 == "" { next }
        !($1 in post) || post[$1] != $2 { print "other", $1; next }
        parent[$1] == $4 { print "settled", $1; next }
        parent[$1] == $3 && (mode != "apply" || !($3 in status) || status[$3] ~ /^(spam|trash)$/) {
            print "due", $1, $3, $4
            next
        }
        { print "other", $1 }'
}

# The lines of a comparison ($2) that start with a word ($1), without it.
those() {
    printf '%s\n' "$2" | sed -n "s/^$1 //p"
}

count() {
    printf '%s\n' "$1" | awk 'NF { n++ } END { print n + 0 }'
}

# Prints the ids of comments ($2) that are in none of the places that they should be in, and why ($1).
complain() {
    if [ -n "$2" ]; then
        printf '%s: %s\n' "$1" "$(printf '%s\n' "$2" | first_words ' ')" >&2
    fi
}

# Runs a command of wp comment on ids.
run() {
    command=$1
    shift
    case $command in
    delete) set -- "$@" --force ;;
    esac
    # shellcheck disable=SC2086
    $wp comment "$command" "$@" </dev/null >/dev/null
}

# Moves the comments of a chunk, lines of the table of moves with the same statuses and commands.
move_chunk() {
    ids=$(printf '%s' "$chunk" | first_words ,)
    there=$(look "$ids") || stop "wp comment list failed; nothing more was changed. Run the script again to go on."
    compared=$(compare_moves "$chunk" "$there")
    due=$(those due "$compared")
    other=$(those other "$compared")
    complain 'not as expected, left alone' "$other"
    n_other=$((n_other + $(count "$other")))
    n_done=$((n_done + $(count "$(those settled "$compared")")))
    if [ -z "$due" ]; then
        return
    fi
    n_due=$(count "$due")
    # shellcheck disable=SC2086 # Ids are numbers.
    run "$first_command" $due
    check_moves
    # WP-CLI stops at the first comment that fails, so that the others are tried one by one.
    for one in $due; do
        run "$first_command" "$one"
    done
    check_moves
    for one in $due; do
        run "$second_command" "$one"
    done
    check_moves
    complain 'failed' "$due"
    n_failed=$((n_failed + $(count "$due")))
    n_changed=$((n_changed + n_due - $(count "$due")))
}

# Looks at the comments that are due, and leaves those that are not done.
check_moves() {
    if [ -z "$due" ]; then
        return
    fi
    there=$(look "$(printf '%s\n' "$due" | first_words ,)") || stop "wp comment list failed; run the script again."
    done_now=$(those settled "$(compare_moves "$chunk" "$there")")
    due=$(printf '%s\n=\n%s\n' "$done_now" "$due" | awk '
        $1 == "=" { is_due = 1; next }
        !is_due { is_done[$1] = 1; next }
        NF && !($1 in is_done)')
}

move_all() {
    chunk=
    n_lines=0
    group=
    while read -r id post from to first second; do
        if [ "$n_lines" -gt 0 ] && { [ "$group" != "$from $to $first" ] || [ "$n_lines" -ge "$chunk_size" ]; }; then
            move_chunk
            chunk=
            n_lines=0
        fi
        if [ -n "$id" ]; then
            group="$from $to $first"
            first_command=$first
            second_command=$second
            chunk="$chunk$id $post $from $to
"
            n_lines=$((n_lines + 1))
        fi
    done <<END
$(moves)
END
    if [ "$n_lines" -gt 0 ]; then
        move_chunk
    fi
}

# Gives the replies of a chunk their other parents, without touching anything else: wp comment update would filter the
# text of the comment anew and compute its date. It is used where a host has switched off wp eval.
parent_chunk() {
    ids=$(printf '%s' "$chunk" | awk '{ print $1; print $3 }' | sort -un | first_words ,)
    there=$(look "$ids") || stop "wp comment list failed; nothing more was changed. Run the script again to go on."
    compared=$(compare_parents "$chunk" "$there")
    due=$(those due "$compared")
    other=$(those other "$compared")
    complain 'reply not as expected, left alone' "$other"
    n_other=$((n_other + $(count "$other")))
    n_done=$((n_done + $(count "$(those settled "$compared")")))
    if [ -z "$due" ]; then
        return
    fi
    rows=$(printf '%s\n' "$due" | awk '{ printf "array(%s,%s,%s),", $1, $2, $3 }')
    # shellcheck disable=SC2016,SC2086 # The variables are PHP's.
    if [ "$has_eval" = yes ]; then
        $wp eval 'global $wpdb; foreach (array('"$rows"') as $row) {
            $wpdb->update($wpdb->comments, array("comment_parent" => $row[2]),
                array("comment_ID" => $row[0], "comment_parent" => $row[1]));
            clean_comment_cache($row[0]);
        }' </dev/null >/dev/null
    else
        while read -r reply _ parent; do
            $wp comment update "$reply" --comment_parent="$parent" </dev/null >/dev/null
        done <<END
$due
END
    fi
    n_due=$(count "$due")
    there=$(look "$ids") || stop "wp comment list failed; run the script again."
    failed=$(those due "$(compare_parents "$chunk" "$there")")
    complain 'reply failed' "$failed"
    n_failed=$((n_failed + $(count "$failed")))
    n_changed=$((n_changed + n_due - $(count "$failed")))
}

parent_all() {
    chunk=
    n_lines=0
    while read -r id post from to; do
        if [ "$n_lines" -ge "$chunk_size" ]; then
            parent_chunk
            chunk=
            n_lines=0
        fi
        if [ -n "$id" ]; then
            chunk="$chunk$id $post $from $to
"
            n_lines=$((n_lines + 1))
        fi
    done <<END
$(parents)
END
    if [ "$n_lines" -gt 0 ]; then
        parent_chunk
    fi
}

# Stops if the first comments are not there: this is another site, or a much later state of it.
survey() {
    chunk=$(moves | head -n "$chunk_size")
    if [ -z "$chunk" ]; then
        return
    fi
    there=$(look "$(printf '%s\n' "$chunk" | first_words ,)") ||
        stop "wp comment list failed: run this in the folder of the site, or set WP='wp --path=FOLDER'. Nothing was changed."
    other=$(those other "$(compare_moves "$chunk" "$there")")
    if [ $((2 * $(count "$other"))) -gt "$(count "$chunk")" ]; then
        stop "Most of these comments are not on this site as they are in the dump: is it the right site? Nothing was changed."
    fi
}

# shellcheck disable=SC2016,SC2086
if $wp eval 'exit(0);' </dev/null >/dev/null 2>&1; then
    has_eval=yes
else
    has_eval=no
fi
if [ "$mode" = apply ] && [ "$has_eval" = yes ] && moves | grep -q ' trash trash '; then
    # shellcheck disable=SC2086
    $wp eval 'exit(EMPTY_TRASH_DAYS ? 0 : 3);' </dev/null >/dev/null 2>&1
    if [ $? -eq 3 ]; then
        stop "This site has no trash (EMPTY_TRASH_DAYS is 0): WordPress would delete the comments. Nothing was changed."
    fi
fi
survey
if [ "$mode" = apply ]; then
    move_all
    parent_all
else
    parent_all
    move_all
fi
if [ -n "$(posts)" ]; then
    # shellcheck disable=SC2086
    posts | xargs -n "$chunk_size" $wp comment recount >/dev/null || n_failed=$((n_failed + 1))
fi
printf '%s changed, %s done before, %s not as expected, %s failed\n' "$n_changed" "$n_done" "$n_other" "$n_failed"
if [ "$n_failed" -gt 0 ]; then
    exit 1
fi
if [ "$n_other" -gt 0 ]; then
    exit 3
fi
exit 0
