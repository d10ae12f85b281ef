/// Bounds on what a scenario file may ask for, so that a bad file is an error and not an outage.
package enum ScenarioLimits {
    /// Bytes of one file.
    package static let fileBytes = 1 << 20
    /// Nesting of maps and lists.
    package static let depth = 32
    /// Steps written in one file, branches and repeated ones included.
    package static let steps = 2_000
    /// Times of one `repeat`, and of nested ones multiplied.
    package static let repeatTimes = 10_000
    /// Cells of a matrix.
    package static let cells = 256
    /// Preset files of one scenario, nested ones included.
    package static let presets = 16
    /// Commits of one history.
    package static let commits = 10_000
    /// Rows of one drawing.
    package static let graphRows = 1_000
    /// Columns of one row of a drawing.
    package static let graphColumns = 10_000
    /// Records one commit generates in one sheet.
    package static let records = 1_000_000
    /// The longest duration.
    package static let duration = Duration.seconds(400 * 86_400)
    /// The largest size.
    package static let size = 4 << 30
    /// Readers of one step.
    package static let readers = 1_000
    /// Diagnostics reported for one file.
    package static let diagnostics = 100
    /// Characters of a title.
    package static let title = 100
    /// Characters of a reason that must be given.
    package static let because = 10
}
