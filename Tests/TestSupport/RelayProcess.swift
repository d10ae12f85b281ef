import Foundation
import Glibc

/// Passes on what comes to a port of its own on 127.0.0.1, until it stands still: then connections
/// stay, and nobody answers any more.
package final class RelayProcess: Sendable {
    /// `http://127.0.0.1:port`
    package let url: String
    private let process: Process

    private static let script = #"""
        import asyncio, sys
        async def pump(reader, writer):
            while part := await reader.read(65536):
                writer.write(part)
                await writer.drain()
            writer.close()
        async def relay(reader, writer):
            there = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
            await asyncio.gather(
                pump(reader, there[1]), pump(there[0], writer), return_exceptions=True)
        async def main():
            server = await asyncio.start_server(relay, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()
        asyncio.run(main())
        """#

    /// To a server that answers at `url`.
    package init(to url: String) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, String(url.split(separator: ":")[2])]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var port: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
            port.append(byte)
        }
        self.url = "http://127.0.0.1:\(String(decoding: port, as: UTF8.self))"
    }

    deinit {
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    package func standStill() { _ = Glibc.kill(process.processIdentifier, SIGSTOP) }
}
