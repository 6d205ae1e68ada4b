/** Programs of this machine as they were installed, dynamically linked: what they do in the guest is what they do here. */

import { existsSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { runInGuest, type GuestOptions } from "../support/guest.ts";
import { runOnHost } from "../support/host.ts";

const bash = `
declare -A count
for word in the cat and the dog and the bird; do ((count[$word]++)); done
for word in bird cat the; do echo "$word \${count[$word]}"; done
exec 3< <(echo from a process; echo second); read -r line <&3; echo "$line"; exec 3<&-
trap 'echo trapped $?' EXIT
(exit 4) || echo "status $?"
x=abcdef; echo "\${x:2:3} \${x/cd/--} \${x^^} $((2**40 % 1000007))"
coproc { while read -r l; do echo "got $l"; done; }
echo hello >&"\${COPROC[1]}"; read -r r <&"\${COPROC[0]}"; echo "$r"
while read -r a b; do echo "$b $a"; done <<END
one two
three four
END
kill -TERM $BASHPID & wait $!; echo "ended by $(kill -l $?)"
[[ abc =~ ^a(.)c$ ]] && echo "\${BASH_REMATCH[1]}"
exit 5`;

const perl = `
my %h; $h{$_ % 7} += $_ for 1..1000; print join(" ", map {"$_=$h{$_}"} sort keys %h), "\\n";
pipe(my $r, my $w); my $pid = fork();
if (!$pid) { close $r; print $w "from a child\\n"; close $w; exit 3 }
close $w; print <$r>; waitpid($pid, 0); print $? >> 8, "\\n";
$SIG{ALRM} = sub { print "alarm\\n" }; alarm 1; sleep 100;
open(my $f, ">", "/tmp/tessera-$$") or die; print $f "line $_\\n" for 1..5; close $f;
open($f, "<", "/tmp/tessera-$$"); my @l = <$f>; print scalar(@l), " ", -s $f, "\\n"; unlink "/tmp/tessera-$$";
eval { die { code => 42 } }; print $@->{code}, "\\n";
printf "%.15g %b %e %s\\n", sqrt(2), 10, 12345.678, join "|", "a1b22c333" =~ /([0-9]+)/g;
exit 9;`;

// Threads, a child by vfork, a mapped file, an interval timer, and select.
const python = `
import hashlib, json, mmap, os, re, select, signal, socket, subprocess, sys, tempfile, threading, time
print(hashlib.sha256(b"tessera").hexdigest(), json.dumps({"list": [1, 2.5, None, "ü"]}))
sums = []
threads = [threading.Thread(target=lambda n=n: sums.append(sum(range(n * 1000)))) for n in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sorted(sums))
print(subprocess.run(["/bin/sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True, text=True))
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "x")
    with open(name, "wb") as file: file.write(b"0123456789" * 1000)
    with open(name, "r+b") as file:
        view = mmap.mmap(file.fileno(), 0)
        view[0:4] = b"abcd"
        view.close()
    with open(name, "rb") as file: print(file.read(8), os.stat(name).st_size, os.listdir(folder))
signal.signal(signal.SIGALRM, lambda number, frame: print("signal", number))
signal.setitimer(signal.ITIMER_REAL, 0.05)
time.sleep(0.2)
print(select.select([], [], [], 0.01), re.findall("([a-z])([0-9])", "a1b2c3"))
one, other = socket.socketpair()
one.sendall(b"bytes"); one.shutdown(socket.SHUT_WR); print(other.recv(64), other.recv(64), other.family, other.type)
other.settimeout(0.01); one.close(); print(other.recv(1))
try: open("/no/such")
except OSError as error: print(error, file=sys.stderr)
sys.exit(4)`;

// V8 compiles to machine code, collects garbage on threads of its own, and waits by epoll.
const node = `
const { createHash } = require("node:crypto");
const { readFileSync, rmSync, writeFileSync } = require("node:fs");
const { Worker } = require("node:worker_threads");
const { gunzipSync, gzipSync } = require("node:zlib");
console.log(createHash("sha256").update("tessera").digest("hex"));
const file = "/tmp/tessera-" + process.pid;
writeFileSync(file, JSON.stringify({ list: [1, 2, { text: "ü" }] }));
console.log(readFileSync(file, "utf8"));
rmSync(file);
console.log(gunzipSync(gzipSync("x".repeat(100_000))).length);
let hash = 0;
for (let i = 0; i < 3e6; i++) hash = (hash * 31 + i) | 0;
console.log(hash);
const add = "let sum = 0; for (let i = 0; i < 1e6; i++) sum += i % workerData; parentPort.postMessage(sum)";
const code = 'const { parentPort, workerData } = require("node:worker_threads");' + add;
const worker = new Worker(code, { eval: true, workerData: 7 });
worker.on("message", (sum) => console.log("a worker says", sum));
worker.on("exit", async (status) => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.error("it ended with", status);
  process.exit(6);
});`;

// Children whose standard streams are sockets, one with a channel of messages, and one that is ended.
const nodeChildren = `
const { exec, execFileSync, fork, spawn } = require("node:child_process");
const { promisify } = require("node:util");
console.log(execFileSync("/bin/sh", ["-c", "read line; echo got $line"], { input: "a line\\n" }).toString());
async function main() {
  console.log(await promisify(exec)("echo out; echo err >&2"));
  const failed = await promisify(exec)("exit 3").catch((error) => error);
  console.log(failed.code);
  const cat = spawn("/bin/cat");
  let length = 0;
  cat.stdout.on("data", (data) => (length += data.length));
  cat.stdin.end("x".repeat(1_000_000));
  await new Promise((resolve) => cat.on("close", resolve));
  console.log("through cat", length);
  const sleeper = spawn("/bin/sh", ["-c", "echo ready; exec sleep 100"]);
  sleeper.stdout.once("data", () => sleeper.kill());
  console.log(await new Promise((resolve) => sleeper.on("exit", (code, signal) => resolve(signal))));
  const code = "process.on('message', (m) => { process.send(m * 2); process.disconnect(); })";
  const child = fork("-e", [code], { execArgv: [] });
  child.send(21);
  child.on("message", (answer) => console.log("the child says", answer));
  await new Promise((resolve) => child.on("exit", resolve));
}
main();`;

// Python's modules are in a folder of its version, /usr/lib/python3.N, and the program is a link to that of its version.
const pythonFile = existsSync("/usr/bin/python3") ? realpathSync("/usr/bin/python3") : "/usr/bin/python3";
const pythonModules = join("/usr/lib", basename(pythonFile));

// Small files by the dozen, links and renames, files locked by their existence, children that share a pipe, packs mapped into memory.
const git = `
folder=$(mktemp -d /tmp/tessera-git-XXXXXX 2>/dev/null || { mkdir /tmp/tessera-git; echo /tmp/tessera-git; })
cd $folder && export HOME=$folder GIT_PAGER=cat GIT_CONFIG_NOSYSTEM=1 GIT_TEMPLATE_DIR=
export GIT_AUTHOR_DATE=2020-01-01T00:00:00Z GIT_COMMITTER_DATE=2020-01-01T00:00:00Z
git init -q -b main r && cd r && git config user.name A && git config user.email a@b
for i in 1 2 3; do for ((n = 0; n < i * 100; n++)); do echo $n; done > f$i; git add f$i; git commit -qm "commit $i"; done
git log --oneline; git checkout -qb x; echo more >> f1; git commit -qam change; git checkout -q main; git merge -q x
git diff HEAD~1 --stat; git gc -q; git fsck; git status --short; git log --format=%H -n 1
cd / && rm -r -f $folder`;

const perlModules = "/usr/lib/x86_64-linux-gnu/perl-base";

const programs: [name: string, command: string[], options?: GuestOptions][] = [
  ["bash", ["/bin/bash", "-c", bash]],
  ["perl", ["/usr/bin/perl", "-Mstrict", "-e", perl], { add: [perlModules] }],
  ["git", ["/bin/bash", "-c", git], { add: ["/usr/bin/git", "/usr/lib/git-core"], memory: "512M" }],
  ["python", [pythonFile, "-c", python], { add: [pythonModules], memory: "512M" }],
  ["node", [process.execPath, "-e", node], { memory: "1G", timeLimit: 120 }],
  [
    "children of node",
    [process.execPath, "-e", nodeChildren],
    { add: ["/bin/cat", "/bin/sleep"], memory: "1G", timeLimit: 120 },
  ],
];

for (const [name, command, options = {}] of programs) {
  const isHere = [...command.slice(0, 1), ...(options.add ?? [])].every((file) => existsSync(file));
  test.skipIf(!isHere)(
    name,
    async () => {
      const guest = await runInGuest(command, options);
      const host = await runOnHost(command);
      expect(guest.stdout.toString()).toBe(host.stdout.toString());
      expect(guest.stderr.toString()).toBe(host.stderr.toString());
      expect(guest.end).toEqual({ kind: "exit", status: host.status });
    },
    150_000,
  );
}

test("a program that is added by its name has its libraries", async () => {
  const script = `${process.execPath} -p 6*7`;
  const guest = await runInGuest(["/bin/sh", "-c", script], { add: [process.execPath], memory: "1G" });
  expect([guest.stdout.toString(), guest.stderr.toString()]).toEqual(["42\n", ""]);
});
