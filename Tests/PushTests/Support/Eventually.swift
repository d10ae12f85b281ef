import Testing

/// Gives way to others until the condition holds; after half a minute the test fails.
func eventually(
    _ claim: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    _ isTrue: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !isTrue() {
        guard ContinuousClock.now < end else {
            Issue.record(claim, sourceLocation: sourceLocation)
            return
        }
        await Task.yield()
    }
}
