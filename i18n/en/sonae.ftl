### Words of screens and commands. The words of the record itself are in src/domain/wording.rs.

## Common

program-name = Sonae

## Errors and refusals (src/message/)

## Command line (src/cli/)

## Screens (src/tui/)

## Report (src/report/)

## Site: diagnostics of data files (src/site/)

