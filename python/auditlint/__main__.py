"""`python -m auditlint`."""

from auditlint.launch import main

main()
