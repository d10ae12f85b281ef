import GitModel

/// A commit id made of one digit, for machines that never look inside.
func commit(_ digit: Character) -> CommitID {
    guard let id = CommitID(hex: String(repeating: digit, count: 40)) else {
        preconditionFailure("\(digit) is no hexadecimal digit")
    }
    return id
}

/// A name the test knows to be valid.
func branch(_ text: String) -> BranchName {
    guard let branch = BranchName(text) else { preconditionFailure("\(text) is no branch") }
    return branch
}
