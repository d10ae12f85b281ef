/// How long and how often one alert is tried.
struct AlertPace: Sendable {
    /// The deadline of one attempt.
    var deadline: Duration = .seconds(10)
    /// Between attempts: there is one more attempt than pauses.
    var pauses: [Duration] = [.seconds(1), .seconds(5), .seconds(25)]
}
