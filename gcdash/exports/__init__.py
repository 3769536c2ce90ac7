"""What leaves gcdash as a file: workbooks and tables. Every function takes values and gives bytes; none touches a disk."""
