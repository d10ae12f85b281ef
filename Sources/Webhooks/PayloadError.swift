/// A payload that is not what its sender's documentation says.
struct PayloadError: Error {
    /// Names the field, never its value.
    let message: String
}
