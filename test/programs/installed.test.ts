/** Programs of this machine as they were installed, dynamically linked: what they do in the guest is what they do here. */

import { existsSync } from "node:fs";
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

const perlModules = "/usr/lib/x86_64-linux-gnu/perl-base";

const programs: [name: string, command: string[], options?: GuestOptions][] = [
  ["bash", ["/bin/bash", "-c", bash]],
  ["perl", ["/usr/bin/perl", "-Mstrict", "-e", perl], { add: [perlModules] }],
  ["node", [process.execPath, "-e", node], { memory: "1G", timeLimit: 120 }],
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
