"""datasketch (https://ekzhu.com/datasketch/): MinHash and LSH in Python.

defaults: words between blanks, 128 permutations, threshold 0.9, every candidate believed, as its documentation does.
best:     normalised words, threshold 0.7, candidates verified with the estimated similarity.
"""

from datasketch import MinHash, MinHashLSH

import comments

SETTINGS = {
    "defaults": (str.split, 0.9, False),
    "best": (comments.plain_words, 0.7, True),
}


def main():
    setting, source, target = comments.arguments()
    words, threshold, verifies = SETTINGS[setting]
    index = MinHashLSH(threshold=threshold, num_perm=128)
    sketches, ids, clusters = {}, [], comments.Clusters()
    for chunk in comments.chunks(comments.read(source)):
        start = len(ids)
        ids.extend(id for id, _ in chunk)
        tokens = [{word.encode() for word in words(body)} for _, body in chunk]
        for number, sketch in enumerate(MinHash.bulk(tokens, num_perm=128), start):
            # Without words there is nothing to compare.
            if not tokens[number - start]:
                continue
            found = index.query(sketch)
            if verifies:
                found = [it for it in found if threshold <= sketch.jaccard(sketches[it])]
            if found:
                clusters.join(number, min(found))
                continue
            # Only the first of a cluster is kept: that is faster and needs less memory.
            index.insert(number, sketch)
            if verifies:
                sketches[number] = sketch
    comments.write(target, ids, clusters)


main()
