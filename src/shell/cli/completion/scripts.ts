/** Shells that know how to ask `stackset __complete`. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell runs once, at its start. Each hands the words to `stackset __complete`, so that no script grows old with a release. */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_stackset() {
  local line directive=4 current=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(stackset __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $directive in
    0) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    16) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
  esac
}
complete -F _stackset stackset
`,
  zsh: `#compdef stackset
_stackset() {
  local line directive=4
  local -a candidates
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(stackset __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#candidates} )) && _describe stackset candidates
  case $directive in
    0) _files ;;
    16) _files -/ ;;
  esac
}
compdef _stackset stackset
`,
  fish: `function __stackset_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (stackset __complete $words[2..-1] 2>/dev/null)
  set -l directive (string replace ':' '' -- $lines[-1])
  test (count $lines) -gt 1; and printf '%s\\n' $lines[1..-2]
  switch $directive
    case 0
      __fish_complete_path (commandline -ct)
    case 16
      __fish_complete_directories (commandline -ct)
  end
end
complete -c stackset -f -a '(__stackset_complete)'
`,
};
