/// What to do with a tree that holds records that cannot be read.
package enum BadRecordPolicy: String, Sendable, CaseIterable {
    /// The whole tree is not served.
    case refuse
    /// All the rest is served, the bad records are listed.
    case skip
}
