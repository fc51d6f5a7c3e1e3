#!/bin/bash
# digits_test.sh DIGITS CSV: the program as a user meets it: accuracy, the same
# bits for any number of threads and after a break, files that are whole,
# messages for wrong input, signals.
set -uo pipefail
digits=$PWD/$1
csv=$PWD/$2
unset BUILD_WORKING_DIRECTORY
root=$(mktemp -d "${TEST_TMPDIR:-/tmp}/digits.XXXXXX")
trap 'rm -rf "$root"' EXIT
failures=0

fail() {
  echo "FAILED: $*" >&2
  failures=$((failures + 1))
}

# same A B: the same bytes.
same() { cmp "$1" "$2" || fail "$1 and $2 differ"; }

# error TEXT FLAGS...: one line on standard error that contains TEXT, an exit
# status of 1, and no new file.
error() {
  local text=$1
  shift
  local before after status
  before=$(find "$root" | sort)
  "$digits" "$@" >"/dev/null" 2>"$root.stderr"
  status=$?
  local message
  message=$(cat "$root.stderr")
  rm -f "$root.stderr"
  after=$(find "$root" | sort)
  ((status == 1)) || fail "status $status instead of 1: $*"
  [[ $message == digits:* ]] || fail "no message for $*: $message"
  [[ $message != *$'\n'* ]] || fail "more than one line for $*: $message"
  [[ $message == *"$text"* ]] || fail "expected \"$text\" for $*, got: $message"
  [[ $before == "$after" ]] || fail "left something behind: $*"
}

cd "$root"

# ---- Accuracy and time ----
sum=0
for seed in 0 1 2 3 4; do
  "$digits" --seed $seed --threads 1 --out seed$seed >seed$seed.txt ||
    fail "seed $seed"
  line=$(grep '^Test accuracy' seed$seed.txt)
  echo "seed $seed: $line"
  percent=$(sed 's/Test accuracy \([0-9]*\)\.\([0-9][0-9]\) %.*/\1\2/' <<<"$line")
  sum=$((sum + 10#$percent))
done
echo "mean: $((sum / 5)) hundredths of a percent"
((sum / 5 >= 9700)) || fail "a mean accuracy of $((sum / 5)) hundredths of a percent"
# The least of five, since the machine may be busy; without fma hardware the
# kernels are slow.
if grep -q '^device.*avx' seed0.txt; then
  grep -qh 'training took 0[.]' seed?.txt || fail 'training takes a second or more'
fi
grep -q 'Confusion matrix' seed0.txt || fail 'no confusion matrix'
grep -q 'Some predictions' seed0.txt || fail 'no predictions'
grep -q $'\r' seed0.txt && fail 'a progress bar in a file'
(($(grep -c '^epoch' seed0.txt) == 30)) || fail 'not a line per epoch'

# ---- The same bits ----
files=(curve.svg metrics.csv mistakes.png model.safetensors predictions.npy)
[[ $(ls -A seed0 | xargs) == "${files[*]}" ]] || fail "files: $(ls -A seed0)"
"$digits" --threads 2 --out threads >/dev/null || fail 'two threads'
"$digits" --data "$csv" --threads 3 --out by_path >/dev/null || fail 'by path'
for file in "${files[@]}"; do
  same seed0/$file threads/$file
  same seed0/$file by_path/$file
done
cmp -s seed0/model.safetensors seed1/model.safetensors &&
  fail 'two seeds give the same model'

# ---- Going on ----
for i in $(seq 12); do cat "$csv"; done >large.csv

# interrupt SIGNAL FLAGS...: starts the program, sends the signal once an epoch
# is done, and gives its status; the output is in interrupted.txt.
interrupt() {
  local signal=$1 pid i
  shift
  "$digits" "$@" >interrupted.txt 2>&1 &
  pid=$!
  for i in $(seq 3000); do
    grep -q '^epoch' interrupted.txt && break
    sleep 0.01
  done
  sleep 0.02
  kill -$signal $pid 2>/dev/null
  wait $pid
}

for optimizer in sgd adam adamw; do
  for schedule in constant step; do
    flags=(--optimizer $optimizer --schedule $schedule --hidden 32,16 --seed 3)
    "$digits" "${flags[@]}" --epochs 12 --out whole >/dev/null || fail "$optimizer"
    "$digits" "${flags[@]}" --epochs 5 --checkpoint part >/dev/null || fail part
    "$digits" --resume part --epochs 12 --out parts >/dev/null ||
      fail "resume $optimizer $schedule"
    for file in "${files[@]}"; do same whole/$file parts/$file; done
    rm -rf whole parts part
  done
done

# In the middle of an epoch, twice. A cosine is laid out for all epochs.
flags=(--data large.csv --epochs 8 --hidden 256,256 --schedule cosine)
"$digits" "${flags[@]}" --out large1 >/dev/null || fail large
interrupt INT "${flags[@]}" --out large2
status=$?
((status == 130)) || fail "status $status after Ctrl-C"
grep -q -- '--resume digits.checkpoint --data large.csv --out large2' interrupted.txt ||
  fail "no word on how to go on: $(tail -5 interrupted.txt)"
[[ -e large2 ]] && fail 'a folder without files after Ctrl-C'
interrupt TERM --resume digits.checkpoint --data large.csv --out large2
status=$?
((status == 143)) || fail "status $status after SIGTERM"
grep 'goes on after' interrupted.txt
"$digits" --resume digits.checkpoint --data large.csv --out large2 >large.txt ||
  fail "going on"
grep 'goes on after' large.txt
for file in "${files[@]}"; do same large1/$file large2/$file; done
rm -rf large1 large2 digits.checkpoint

# ---- kill -9: whole files or none ----
for i in $(seq 12); do
  "$digits" --epochs 2 --out killed --checkpoint killed.checkpoint >/dev/null 2>&1 &
  pid=$!
  sleep 0.0$((RANDOM % 9 + 1))
  kill -9 $pid 2>/dev/null
  wait $pid 2>/dev/null
  if [[ -e killed.checkpoint ]]; then
    "$digits" --resume killed.checkpoint >/dev/null || fail 'a broken checkpoint'
  fi
done
"$digits" --epochs 2 --out complete >/dev/null || fail complete
if [[ -d killed ]]; then
  for file in $(ls killed); do same killed/$file complete/$file; done
fi
rm -rf killed killed.checkpoint complete .tessera-*

# ---- Wrong flags ----
error '--epochs: expected a whole number from 1 to 1000000, got "-1"' --epochs -1
error '--optimizer: expected sgd, adam or adamw, got "lion"' --optimizer lion
error '--hidden' --hidden 12,x
error '--hidden: expected sizes that fit' --hidden 65536,65536,65536,65536,65536,65536,65536,65536
error "got 'gpu'; use --device cpu" --device gpu
error '--device: no device cuda:99' --device cuda:99
# Where a device is, the program has cuda in it.
if [ ! -e /dev/nvidiactl ]; then
  error 'built without cuda; build it with cuda: ./bazelw run --config=cuda //demos:digits -- --device cuda' --device cuda
fi
error 'did you mean --epochs' --epoch 3
error 'got none' --out

# ---- Wrong data ----
error '--data: missing.csv' --data missing.csv
: >empty.csv
error 'empty.csv' --data empty.csv
printf '1,2,0\n1,2,1\n1,0\n' >ragged.csv
error 'ragged.csv:3:' --data ragged.csv
printf '1,2,0\n1,two,1\n' >text.csv
error 'text.csv:2:3: expected a number, got "two"' --data text.csv
printf '1,2,0\n1,nan,1\n' >nan.csv
error 'nan.csv:2:3: expected a finite number (float32), got nan' --data nan.csv
printf '1,2,0\n1,3,-7\n' >label.csv
error 'label.csv:2:5: expected a label (the last column), a whole number from 0 to 999, got -7' --data label.csv
mkdir folder
error 'found no train-images' --data folder
head -c 3000 /dev/urandom >random.csv
error 'random.csv' --data random.csv

# ---- Wrong places ----
: >file
error '--out: file: expected a folder, got a file' --out file
error '--out: file: expected a folder, got a file' --out file/more
error '--out: /proc/tessera' --out /proc/tessera
error '--checkpoint' --epochs 1 --checkpoint /nowhere/checkpoint
error '--checkpoint' --epochs 1 --checkpoint folder
"$digits" --epochs 1 >/dev/full 2>full.txt && fail 'a full disk went unseen'
grep -q 'standard output' full.txt || fail "no word on a full disk: $(cat full.txt)"
# A limit on file sizes, in blocks of 1,024 bytes, below the model's size.
(
  ulimit -f 16
  "$digits" --epochs 1 --out limited >/dev/null 2>limited.txt
) && fail 'the limit on file sizes went unseen'
grep -q -- '--out' limited.txt || fail "no word on the limit: $(cat limited.txt)"
[[ -e limited ]] && fail "something is left: $(ls -A limited)"

# ---- Wrong checkpoints ----
"$digits" --epochs 1 --hidden 8 --checkpoint good >/dev/null || fail good
head -c 3000 good >cut
error '--resume: cut' --resume cut
error '--resume: random.csv' --resume random.csv
error '--resume: seed0/model.safetensors: expected a checkpoint of this program' \
  --resume seed0/model.safetensors
error '--resume: missing' --resume missing
error 'was trained with --hidden 8, got --hidden 16' --resume good --hidden 16
error 'was trained with --seed 0, got --seed 1' --resume good --seed 1
printf '1,2,0\n1,3,0\n2,2,1\n4,3,1\n' >small.csv
error 'expected a checkpoint for 2 columns and 2 classes' --resume good --data small.csv
tac "$csv" >reversed.csv
error 'other rows' --resume good --data reversed.csv
"$digits" --resume good --epochs 3 --checkpoint good >/dev/null || fail 'longer'
error '--epochs: expected 3 or more' --resume good --epochs 2
cp good before
error '--out' --resume good --epochs 4 --checkpoint good --out file
same good before

# ---- Other data ----
"$digits" --data small.csv --epochs 2 --out small >/dev/null || fail 'two columns'
awk -F, 'BEGIN { srand(1); print "a,b,c,class"; for (i = 0; i < 90; ++i)
  printf "%f,%f,%f,%d\n", rand() + i % 3, rand(), 1e6 * rand(), i % 3 }' >names.csv
"$digits" --data names.csv --header --epochs 40 --out named >named.txt ||
  fail 'three columns'
error '--header skips a first line of names' --data names.csv

# ---- Help ----
"$digits" --help | grep -q -- '--checkpoint FILE' || fail '--help'

((failures == 0)) || {
  echo "$failures failures" >&2
  exit 1
}
