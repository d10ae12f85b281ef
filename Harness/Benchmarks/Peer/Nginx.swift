import Foundation

/// nginx that serves a folder of files.
final class Nginx {
    let port: Int
    private let process: ChildProcess

    init(_ bench: Bench, serving folder: String, cores: [Int]) throws {
        let program = try Tool.needed("nginx")
        port = try Port.free()
        let home = bench.store.path("nginx")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try Data(Self.settings(port, folder, home, workers: cores.count).utf8)
            .write(to: URL(fileURLWithPath: "\(home)/nginx.conf"))
        process = try ChildProcess(
            Cores.pinning(to: cores) + [program, "-p", home, "-c", "\(home)/nginx.conf"],
            errors: "\(home)/errors")
        let port = port
        try Port.wait(for: process, seconds: 20) { (try? HTTPConnection(port: port)) != nil }
    }

    deinit { process.stop() }

    /// As quick as nginx serves files: no log, descriptors kept, connections that stay.
    private static func settings(
        _ port: Int, _ folder: String, _ home: String, workers: Int
    ) -> String {
        """
        daemon off;
        \(getuid() == 0 ? "user root;" : "")
        worker_processes \(workers);
        pid \(home)/pid;
        error_log \(home)/errors;
        events { worker_connections 1024; }
        http {
            access_log off;
            sendfile on;
            tcp_nopush on;
            keepalive_requests 1000000000;
            open_file_cache max=100 inactive=1h;
            open_file_cache_valid 1h;
            default_type "application/json; charset=utf-8";
            client_body_temp_path \(home)/body;
            proxy_temp_path \(home)/proxy;
            fastcgi_temp_path \(home)/fastcgi;
            uwsgi_temp_path \(home)/uwsgi;
            scgi_temp_path \(home)/scgi;
            server {
                listen 127.0.0.1:\(port) backlog=1024;
                root \(folder);
            }
        }
        """
    }
}
