import Cluster
import HTTPAPI
import Hooks
import Logging
import ServiceLifecycle

/// The hooks of a cluster: commands run at the node that leads, and their ledger is in etcd, so that
/// the next one takes up what it left.
struct ClusterHooks: Sendable {
    let hooks: HookService
    let cluster: ClusterService
    let data: OpenData
    let logger: Logger

    /// Runs commands in each term of this node, until shutdown.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if let lead = cluster.node.role.lead { await serve(as: lead) }
                try? await Task.sleep(for: Limits.leadLook)
            }
        }
    }

    /// One term: returns when it is over.
    private func serve(as lead: EtcdLead) async {
        guard let ledger = await ledger(as: lead) else { return }
        let dispatcher = await hooks.dispatcher(ledger: ledger)
        data.open(dispatcher)
        logger.info(
            "this node runs the commands of webhooks", metadata: ["event": "cluster-hooks"])
        await withTaskGroup { group in
            group.addTask { await dispatcher.run() }
            group.addTask {
                while cluster.node.role.lead == lead,
                    (try? await Task.sleep(for: Limits.leadLook)) != nil
                {}
            }
            await group.next()
            data.close(dispatcher)
            group.cancelAll()
        }
    }

    /// Nil: this node no longer leads.
    private func ledger(as lead: EtcdLead) async -> (any LedgerStore)? {
        while cluster.node.role.lead == lead {
            do throws(EtcdError) {
                return try await cluster.ledger(as: lead)
            } catch {
                logger.warning(
                    "the ledger of the jobs cannot be read: \(error.message)",
                    metadata: [
                        "event": "cluster-trouble", "what": "jobs",
                        "hint": "deliveries wait; look at etcd",
                    ])
            }
            guard (try? await Task.sleep(for: Limits.announcePause)) != nil else { return nil }
        }
        return nil
    }
}
