/** How many cores there are for this process: affinity and control groups counted. */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

export function coresHere(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(quota() ?? Number.POSITIVE_INFINITY)))
}

/** Cores that the control group may use, where it is limited; a container is one. */
function quota(): number | undefined {
  const [max, period] = read('/sys/fs/cgroup/cpu.max')?.split(' ') ?? [
    read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us'),
    read('/sys/fs/cgroup/cpu/cpu.cfs_period_us'),
  ]
  const cores = Number(max) / Number(period)
  return cores > 0 && Number.isFinite(cores) ? cores : undefined
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
