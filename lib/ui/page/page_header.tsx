import type { IslandProps } from "@/islands/mod.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import type { PageGroup, PageLink } from "@/lib/ui/page/page_link.ts";
import { ThemeToggle } from "@/lib/ui/page/theme_toggle.tsx";

const GROUPS: readonly { readonly group: PageGroup; readonly title: string }[] = [
  { group: "predict", title: "Predict" },
  { group: "calculate", title: "Calculate" },
  { group: "train", title: "Train" },

  { group: "learn", title: "Learn" },
  { group: "models", title: "Models" },
];

interface NavProps {
  /** Path of the page that is shown. */
  readonly path: string;
  readonly pages: readonly PageLink[];
}

function NavLink(
  { page, title, path }: { readonly page: PageLink; readonly title: string; readonly path: string },
) {
  return <a href={page.path} aria-current={page.path === path ? "page" : undefined}>{title}</a>;
}

/** One entry of the navigation: a link for a single page, a list that opens for several, nothing for none. */
function NavGroup({ title, path, pages }: NavProps & { readonly title: string }) {
  const [first] = pages;
  if (!first) return null;
  if (pages.length === 1) {
    return (
      <li>
        <NavLink page={first} title={title} path={path} />
      </li>
    );
  }
  const current = pages.some((page) => page.path === path || path.startsWith(`${page.path}/`));
  return (
    <li>
      <details name="nav" class="menu">
        <summary class={current ? "current" : undefined}>{title}</summary>
        <ul class="menu-list">
          {pages.map((page) => (
            <li key={page.path}>
              <NavLink page={page} title={page.title} path={path} />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

interface HeaderProps extends NavProps {
  /** What Share has to know; null where nothing can be shared. */
  readonly share: IslandProps<"Share"> | null;
}

/** The site's name, its navigation, the two buttons every page has, and a lab's Share. */
export function PageHeader({ path, pages, share }: HeaderProps) {
  return (
    <header class="site-head">
      <a class="site-name" href="/">
        <span>Next-Token</span> Playground
      </a>
      <nav id="pages" popover="auto" aria-label="Pages">
        <ul>
          {GROUPS.map(({ group, title }) => (
            <NavGroup
              key={group}
              title={title}
              path={path}
              pages={pages.filter((page) => page.group === group)}
            />
          ))}
        </ul>
      </nav>
      <div class="site-actions">
        <button type="button" class="icon site-menu" popovertarget="pages" aria-label="Pages">☰</button>
        <button type="button" class="needs-js" data-copy-link>
          Copy link
        </button>
        <ThemeToggle />
        {share && <Island name="Share" props={share} when="use" />}
      </div>
    </header>
  );
}

/** Links of the footer, the hint for the keys, and the page's address as it is printed. */
export function PageFooter({ path, pages, link }: NavProps & { readonly link: string }) {
  const links = pages.filter((page) => page.group === "about");
  return (
    <footer class="site-foot">
      <span>Every probability is a softmax over the whole vocabulary.</span>
      {links.map((page) => <NavLink key={page.path} page={page} title={page.title} path={path} />)}
      <button type="button" class="needs-js plain" data-open-keys>Keys: ?</button>
      <div class="print-foot">{link}</div>
    </footer>
  );
}

interface EmbedFooterProps {
  readonly href: string;
  /** Whether `href` holds the experiment; the script of a frame says it anew when the link is used. */
  readonly isWhole: boolean;
}

/** The foot of an embed: the way to the same experiment on the page itself, which is not bound to a frame. */
export function EmbedFooter({ href, isWhole }: EmbedFooterProps) {
  return (
    <footer class="site-foot">
      <a href={href} target="_blank" rel="noopener" data-open-page>Open in Next-Token Playground</a>
      <span data-page-alone hidden={isWhole}>
        The experiment is longer than a link may be: the page opens without it.
      </span>
      <button type="button" class="needs-js plain" data-open-keys>Keys: ?</button>
    </footer>
  );
}
