/// A lease that stands for election.
package struct Candidate: Sendable {
    package let election: String
    package let lease: Int64
    /// What the election says of who leads.
    package let name: String
    /// How long one attempt waits to be elected.
    package let limit: Duration
}

/// Returns once the candidate leads.
package typealias Campaign =
    @Sendable (EtcdClient, Candidate) async throws(EtcdError) -> EtcdLead

extension EtcdClient {
    /// Has etcd elect: the oldest candidate leads.
    package static let campaign: Campaign = { client, candidate throws(EtcdError) in
        try await client.campaign(
            candidate.election, lease: candidate.lease, value: candidate.name,
            within: candidate.limit)
    }
}
