import { useSignal } from "@preact/signals";
export default function Hello(props: { start: number }) {
  const count = useSignal(props.start);
  return <button type="button" onClick={() => count.value++}>count {count}</button>;
}
