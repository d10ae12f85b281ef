/// What a JSON value must be, judged by its shape.
package indirect enum ValueMatcher: Sendable, Hashable {
    /// Equal to this scalar.
    case equal(DataValue)
    /// `">= 3"`.
    case comparison(Comparison)
    /// `/…/`, on the text of the value.
    case pattern(String)
    /// What an earlier step captured.
    case capture(CaptureReference)
    /// The word `absent`: the key is missing or null.
    case absent
    /// At least these fields; others may be there.
    case fields([NamedMatcher])
    /// Exactly these elements in this order.
    case elements([ValueMatcher])
}
