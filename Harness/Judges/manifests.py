"""Says what is wrong with the Kubernetes manifests that an overlay makes: manifests.py OVERLAY FILE."""

import sys
from pathlib import Path

import yaml

PROBES = {"startupProbe": "/api/health/live", "livenessProbe": "/api/health/live",
          "readinessProbe": "/api/health/ready"}
POD = {"runAsNonRoot": True, "runAsUser": 10001, "runAsGroup": 10001, "fsGroup": 10001,
       "seccompProfile": {"type": "RuntimeDefault"}}
CONTAINER = {"readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False,
             "capabilities": {"drop": ["ALL"]}}


def problems(overlay: str, objects: list[dict]):
    kinds = {kind: [each for each in objects if each["kind"] == kind] for kind in
             ("Deployment", "Service", "PersistentVolumeClaim")}
    if [each["metadata"]["name"] for each in kinds["Deployment"]] != ["livetree"]:
        yield "there is not one deployment, livetree"
        return
    spec = kinds["Deployment"][0]["spec"]
    if spec["replicas"] != 1 or spec["strategy"] != {"type": "Recreate"}:
        yield "two servers could want one folder: one replica, replaced by Recreate"
    pod = spec["template"]["spec"]
    container, = pod["containers"]
    yield from differences("pod", POD, pod["securityContext"])
    yield from differences("container", CONTAINER, container["securityContext"])
    if pod["automountServiceAccountToken"] is not False:
        yield "the pod gets a token of the cluster"
    if pod["terminationGracePeriodSeconds"] < 50:
        yield "a push in flight has too little time"
    ports = {port["name"] for port in container["ports"]}
    for name, path in PROBES.items():
        if container[name]["httpGet"] != {"path": path, "port": "http"}:
            yield f"{name} does not ask {path}"
    yield from folders(overlay, pod, container, kinds["PersistentVolumeClaim"])
    selected = spec["template"]["metadata"]["labels"].items()
    reached = {}
    for service in kinds["Service"]:
        name = service["metadata"]["name"]
        reached[name] = {port["targetPort"] for port in service["spec"]["ports"]}
        if not service["spec"]["selector"].items() <= selected:
            yield f"service {name} selects no pod"
    wanted = {"livetree": {"http"}}
    if overlay == "internal-port":
        wanted["livetree-internal"] = {"internal"}
    if reached != wanted or ports != set().union(*wanted.values()):
        yield f"the services lead to {reached}, the container has {ports}"


def folders(overlay: str, pod: dict, container: dict, claims: list[dict]):
    """What is wrong with the volumes, and with what the settings expect in them."""
    settings = {each["name"]: each["value"] for each in container["env"]}
    mounts = {each["mountPath"]: each for each in container["volumeMounts"]}
    volumes = {each["name"]: each for each in pod["volumes"]}
    if set(mounts) != {"/data", "/tmp", "/run/secrets/livetree"}:
        yield f"mounted are {sorted(mounts)}"
        return
    data, temporary, secrets = (volumes[mounts[path]["name"]] for path in
                                ("/data", "/tmp", "/run/secrets/livetree"))
    if "emptyDir" not in temporary:
        yield "/tmp does not go with the pod"
    if "secret" not in secrets or not mounts["/run/secrets/livetree"].get("readOnly"):
        yield "the secrets are no secret, or can be written"
    for name in ("CFP_DATA_RELOAD_SECRET", "CFP_WRITE_TOKEN", "CFP_DATA_REMOTE"):
        if not settings.get(f"{name}_FILE", "").startswith("/run/secrets/livetree/"):
            yield f"{name} does not come from the secret"
    mode = settings.get("CFP_DATA_PUSH_MODE", "async")
    if overlay == "empty-dir":
        if "emptyDir" not in data or claims:
            yield "the folder does not go with the pod"
        if mode != "sync":
            yield "a write is answered before the remote has it, and the folder goes with the pod"
    else:
        claim = data.get("persistentVolumeClaim", {}).get("claimName")
        if [each["metadata"]["name"] for each in claims] != [claim]:
            yield f"the folder's claim is {claim}, which is not made"


def differences(place: str, wanted: dict, seen: dict):
    for name, value in wanted.items():
        if seen.get(name) != value:
            yield f"{place}: {name} is {seen.get(name)}, not {value}"


def main() -> int:
    overlay, file = sys.argv[1:]
    found = list(problems(overlay, list(yaml.safe_load_all(Path(file).read_text()))))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
