# Types each line given, and Tab, into an interactive zsh, and writes what the line became into the file that is named first.
zmodload zsh/zpty
result=$1
shift
: > $result
zpty shell zsh -f -i
zpty -w shell "autoload -U compinit; compinit -D -u; source <(stackset completion zsh)
tab() { zle complete-word; print -r -- \"\$BUFFER\" >> ${(q)result}; BUFFER= }; zle -N tab; bindkey '^I' tab; PS1='rea''dy> '"
zpty -r -m shell ignored '*ready> *'
for line in "$@"; do
  zpty -w -n shell "$line"$'\t'
  lines=$((lines + 1))
  until [[ $(wc -l < $result) -ge $lines ]]; do
    zpty -r -t shell ignored
    sleep 0.05
  done
done
zpty -d shell
