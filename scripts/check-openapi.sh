#!/usr/bin/env bash
# Validates docs/openapi.json with two public tools from npm: the schema of OpenAPI 3.1, and a
# linter. Not part of the tests, which need no Node.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  echo "Usage: scripts/check-openapi.sh   (needs Node with npx, and the network the first time)"
  exit 0
fi

npx --yes --package=@seriousme/openapi-schema-validator@2.11.0 validate-api docs/openapi.json
# That errors are described as `default`, and that nobody is licensed to anything, is meant so.
npx --yes @redocly/cli@2.77.0 lint docs/openapi.json \
  --skip-rule=operation-4xx-response --skip-rule=info-license
