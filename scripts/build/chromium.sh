#!/bin/sh
# Makes sure that there is a browser for the tests of pages (make page), which nothing else needs.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
. "$(dirname "$0")/apt.sh"
install "the browser in which make page tests the HTML timeline" chromium fonts-dejavu-core
