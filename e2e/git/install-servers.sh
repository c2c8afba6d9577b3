#!/usr/bin/env bash
# Installs what the end-to-end tests of Git need besides Git itself, where it is missing and this user may: sshd, and gpg for signatures.
set -euo pipefail

missing=()
[[ -x /usr/sbin/sshd ]] || command -v sshd >/dev/null || missing+=(openssh-server)
command -v ssh-keygen >/dev/null || missing+=(openssh-client)
command -v gpg >/dev/null || missing+=(gnupg)
((${#missing[@]} > 0)) || exit 0

if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  printf 'Install %s for the end-to-end tests of Git.\n' "${missing[*]}" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
