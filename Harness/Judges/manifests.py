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


KINDS = ("Deployment", "StatefulSet", "Service", "PersistentVolumeClaim", "PodDisruptionBudget",
         "ConfigMap")
HEADLESS = "livetree-nodes"


def problems(overlay: str, objects: list[dict]):
    kinds = {kind: [each for each in objects if each["kind"] == kind] for kind in KINDS}
    clustered = overlay.startswith("cluster/")
    workloads = kinds["StatefulSet" if clustered else "Deployment"]
    if [each["metadata"]["name"] for each in workloads] != ["livetree"]:
        yield f"there is not one {'stateful set' if clustered else 'deployment'}, livetree"
        return
    spec = workloads[0]["spec"]
    if not clustered and (spec["replicas"] != 1 or spec["strategy"] != {"type": "Recreate"}):
        yield "two servers could want one folder: one replica, replaced by Recreate"
    pod = spec["template"]["spec"]
    container, = pod["containers"]
    if clustered:
        yield from cluster(spec, container, kinds)
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
    claims = kinds["PersistentVolumeClaim"] + spec.get("volumeClaimTemplates", [])
    yield from folders(overlay, pod, container, claims)
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
    if clustered:
        wanted[HEADLESS] = {"http"}
    if reached != wanted or ports != set().union(*wanted.values()):
        yield f"the services lead to {reached}, the container has {ports}"


def cluster(spec: dict, container: dict, kinds: dict[str, list[dict]]):
    """What is wrong with three nodes of stable names, and with what they know of each other."""
    yield from differences("stateful set", {
        "replicas": 3, "serviceName": HEADLESS, "podManagementPolicy": "Parallel",
        "updateStrategy": {"type": "RollingUpdate"}}, spec)
    if spec.get("minReadySeconds", 0) < 1:
        yield "an update does not wait until a node is settled"
    variables = {each["name"]: each for each in container["env"]}
    if variables["CFP_NODE_NAME"].get("valueFrom") != {"fieldRef": {"fieldPath": "metadata.name"}}:
        yield "a node is not called like its pod"
    port = next(each["containerPort"] for each in container["ports"] if each["name"] == "http")
    url = f"http://$(CFP_NODE_NAME).{HEADLESS}:{port}"
    names = list(variables)
    if variables["CFP_NODE_URL"].get("value") != url or (
            names.index("CFP_NODE_NAME") > names.index("CFP_NODE_URL")):
        yield f"a node's URL is not {url}, or comes before its name"
    headless = next(each["spec"] for each in kinds["Service"]
                    if each["metadata"]["name"] == HEADLESS)
    yield from differences(HEADLESS, {
        "clusterIP": "None", "publishNotReadyAddresses": True}, headless)
    if [each["port"] for each in headless["ports"]] != [port]:
        yield f"{HEADLESS} has other ports than the node's URL"
    maps = {each["metadata"]["name"]: each["data"] for each in kinds["ConfigMap"]}
    used = [each["configMapRef"]["name"] for each in container["envFrom"]]
    if used != list(maps) or not {"CFP_CLUSTER", "CFP_CLUSTER_PREFIX"} <= set(maps[used[0]]):
        yield f"etcd's address is not in the config map that is used, {used}"
    labels = spec["template"]["metadata"]["labels"].items()
    budgets = [each["spec"] for each in kinds["PodDisruptionBudget"]]
    if len(budgets) != 1 or budgets[0].get("maxUnavailable") != 1 or not (
            budgets[0]["selector"].get("matchLabels", {}).items() & labels):
        yield "no budget keeps two of the nodes from being drained at once"


def folders(overlay: str, pod: dict, container: dict, claims: list[dict]):
    """What is wrong with the volumes, and with what the settings expect in them."""
    settings = {each["name"]: each.get("value") for each in container["env"]}
    mounts = {each["mountPath"]: each for each in container["volumeMounts"]}
    volumes = {each["name"]: each for each in pod["volumes"]}
    if set(mounts) != {"/data", "/tmp", "/run/secrets/livetree"}:
        yield f"mounted are {sorted(mounts)}"
        return
    templates = overlay == "cluster/volume"
    if templates:
        # A claim of each pod's own takes the name of its template.
        volumes |= {each["metadata"]["name"]: {"template": True} for each in claims}
    data, temporary, secrets = (volumes.get(mounts[path]["name"], {}) for path in
                                ("/data", "/tmp", "/run/secrets/livetree"))
    if "emptyDir" not in temporary:
        yield "/tmp does not go with the pod"
    if "secret" not in secrets or not mounts["/run/secrets/livetree"].get("readOnly"):
        yield "the secrets are no secret, or can be written"
    for name in ("CFP_DATA_RELOAD_SECRET", "CFP_WRITE_TOKEN", "CFP_DATA_REMOTE"):
        if not settings.get(f"{name}_FILE", "").startswith("/run/secrets/livetree/"):
            yield f"{name} does not come from the secret"
    mode = settings.get("CFP_DATA_PUSH_MODE", "async")
    if templates:
        if "template" not in data:
            yield "the folder is no claim of each node's own"
    elif overlay.endswith("empty-dir"):
        if "emptyDir" not in data or claims:
            yield "the folder does not go with the pod"
        # A cluster writes in sync mode by itself.
        if mode != "sync" and overlay == "empty-dir":
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
