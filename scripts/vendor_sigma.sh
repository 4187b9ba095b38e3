#!/bin/sh
# Fetch what the pages carry but pip does not: the renderer of large maps (in the package) and the
# accessibility checker (in the tests), each as its authors built it, with its licence.
# Needs npm. Run from the root of the repository: sh scripts/vendor_sigma.sh
set -eu

SIGMA=3.0.3 GRAPHOLOGY=0.26.0 EVENTS=3.3.0 AXE=4.14.1
package=$PWD/netscout/page/vendor tests=$PWD/tests/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$package" "$tests"

unpack() { # name version
  mkdir "$work/$1"
  (cd "$work" && npm pack --silent "$1@$2" >/dev/null && tar -xzf "$1-$2.tgz" -C "$1" --strip-components=1)
}

take() { # from to: without the pointer to a map that is not carried
  sed '/^\/\/# sourceMappingURL=/d' "$work/$1" >"$2"
}

unpack sigma "$SIGMA"
unpack graphology "$GRAPHOLOGY"
unpack events "$EVENTS"
unpack axe-core "$AXE"

take sigma/dist/sigma.min.js "$package/sigma.min.js"
take graphology/dist/graphology.umd.min.js "$package/graphology.min.js"
take axe-core/axe.min.js "$tests/axe.min.js"
cp "$work/sigma/LICENSE.txt" "$package/sigma.LICENSE.txt"
cp "$work/graphology/LICENSE.txt" "$package/graphology.LICENSE.txt"
cp "$work/events/LICENSE" "$package/events.LICENSE.txt" # built into both
cp "$work/axe-core/LICENSE" "$tests/axe.LICENSE.txt"
cp "$work/axe-core/LICENSE-3RD-PARTY.txt" "$tests/axe.LICENSE-3RD-PARTY.txt"
printf 'sigma %s\ngraphology %s\nevents %s\n' "$SIGMA" "$GRAPHOLOGY" "$EVENTS" >"$package/VERSIONS.txt"
printf 'axe-core %s\n' "$AXE" >"$tests/VERSIONS.txt"
