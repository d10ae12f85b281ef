/// Moves the scenario's clock.
package enum ClockVerb: Sendable, Hashable {
    case advance(Duration)
    case set(UTCInstant)
}
