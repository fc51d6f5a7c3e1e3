# Sourced by tests/consumer_test.sh: the committed state of this project as an archive.
# Without a repository (an exported tree) there is nothing to archive.
git -C "$root" rev-parse --verify -q HEAD >/dev/null || exit 0
git -C "$root" archive --prefix=tessera/ -o "$outputs/tessera.tar.gz" HEAD
echo "TESSERA_URL = \"file://$outputs/tessera.tar.gz\"" >archive.bzl
