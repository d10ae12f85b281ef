/// Bounds of what is told.
package enum Limits {
    /// How many momentary conditions are remembered as told.
    static let toldEvents = 256
    /// UTF-8 bytes of one text in an alert; what is longer is cut.
    package static let textBytes = 1_000
    /// Entries of one list in an alert.
    package static let listEntries = 20
}
