# Comparing ledgers
