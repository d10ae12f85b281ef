/// What a text must be.
package enum TextMatcher: Sendable, Hashable {
    /// This very text.
    case equal(String)
    /// Contains a match of this regular expression, written `/…/`; validated when parsed.
    case pattern(String)
    /// The text an earlier step captured.
    case capture(CaptureReference)
    /// Nothing there, or null.
    case absent
}
