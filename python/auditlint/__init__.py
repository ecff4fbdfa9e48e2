"""auditlint for those who install it with pip; the program itself is for Node and lies in `package`."""
