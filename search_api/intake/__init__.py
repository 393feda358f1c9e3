"""What comes in: uploads, archives, jobs, versions, drafts and removed documents, review."""
