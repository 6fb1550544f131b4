"""polars (https://pola.rs): exact duplicates with a window over a column.

exact:      equal bodies.
normalised: equal bodies after NFKC, lower case, without tags and references, blanks folded.
"""

import html

import polars

import comments


def main():
    setting, source, target = comments.arguments()
    body = polars.col("body")
    if setting == "normalised":
        body = body.str.replace_all("<[^>]*>", " ")
        body = body.map_batches(
            lambda column: polars.Series([html.unescape(it) for it in column]), return_dtype=polars.String
        )
        body = body.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    table = polars.scan_ndjson(source, schema={"id": polars.String, "body": polars.String})
    table = table.select("id", polars.col("id").first().over(body).alias("cluster")).collect()
    table.write_csv(target, separator="\t", include_header=False)


main()
